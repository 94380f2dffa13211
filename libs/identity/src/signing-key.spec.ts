import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationError } from '@app/config';
import { generateSigningKey, readSigningKey } from './signing-key.js';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'signing-key-'))));
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: string): Promise<string> {
  const file = path.join(folder, `${crypto.randomUUID()}.jwk`);
  await writeFile(file, content);
  return file;
}
const jwkOf = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' });

it('reads the same key with the same id each time', async () => {
  const file = await fileWith(JSON.stringify(jwkOf('P-256')));
  const [first, second] = [
    await readSigningKey(file, 'GATEWAY_KEY_FILE'),
    await readSigningKey(file, 'GATEWAY_KEY_FILE'),
  ];
  expect(first.keyId).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(second.publicJwk).toEqual(first.publicJwk);
  expect(first.publicJwk).not.toHaveProperty('d');
});

it('makes another key each time', async () => {
  expect((await generateSigningKey()).keyId).not.toBe((await generateSigningKey()).keyId);
});

it.each([
  ['no JSON', 'canary'],
  ['a public key', JSON.stringify({ ...jwkOf('P-256'), d: undefined })],
  ['another curve', JSON.stringify(jwkOf('P-384'))],
  ['a list', '[]'],
  ['a key that is not on the curve', JSON.stringify({ ...jwkOf('P-256'), x: 'A'.repeat(43) })],
])('refuses %s and says which variable is wrong, not what is in the file', async (_name, content) => {
  const fault = await readSigningKey(await fileWith(content), 'GATEWAY_KEY_FILE').catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(ConfigurationError);
  expect(fault).toMatchObject({ faults: [expect.stringMatching(/^GATEWAY_KEY_FILE: /)] });
  expect(String(fault)).not.toContain('canary');
});

it('refuses a file that is not there', async () => {
  await expect(readSigningKey(path.join(folder, 'none'), 'GATEWAY_KEY_FILE')).rejects.toBeInstanceOf(
    ConfigurationError,
  );
});
