/** `npm run overview -- <person>`: logs in through the real flow and prints that person's overview. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { TEST_PERSONS, findTestPerson } from '@app/testing';
import { logIn } from './login.js';
import { readAnswer } from './overview/answer.js';
import { renderOverview } from './overview/render.js';

const root = path.resolve(import.meta.dirname, '../..');
const gateway = `http://127.0.0.1:${process.env['GATEWAY_PORT'] || 4000}`;
const issuer = process.env['TEST_MITID_ISSUER'] || `http://127.0.0.1:${process.env['TEST_MITID_PORT'] || 4080}`;
const TIME_LIMIT_MS = 10_000;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const person = findTestPerson(positionals[0] ?? '');
if (person === undefined) {
  const width = Math.max(...TEST_PERSONS.map(({ key }) => key.length));
  const persons = TEST_PERSONS.map(({ key, situation }) => `  ${key.padEnd(width)}  ${situation.en}`).join('\n');
  process.stderr.write(`Usage: npm run overview -- <person> [--json]\nPersons:\n${persons}\n`);
  process.exit(2);
}

try {
  const { accessToken } = await logIn(issuer, person.key);
  const began = performance.now();
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ documentId: documentId() }),
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  const text = await response.text();
  const durationMs = Math.round(performance.now() - began);
  process.stdout.write(
    values.json
      ? `${text}\n`
      : `${renderOverview(readAnswer(text), { person: person.key, situation: person.situation.en, durationMs })}\n`,
  );
  process.exit(response.ok ? 0 : 1);
} catch (thrown) {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  process.stderr.write(`${reason}\nIs the system running? Start it with: npm start\n`);
  process.exit(1);
}

function documentId(): string {
  const document = readFileSync(path.join(root, 'contracts/operations/personal-overview.graphql'));
  return createHash('sha256').update(document).digest('hex');
}
