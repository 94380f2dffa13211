import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { PlaygroundModule } from './playground.module.js';

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const ISSUER = 'http://127.0.0.1:4080/oidc';
const SCRIPT = 'export const answer = 42;\n';
const folder = mkdtempSync(path.join(tmpdir(), 'playground-'));
const playgroundDir = path.join(folder, 'playground');
let app: NestExpressApplication;
let port: number;

/** Sends the path to the letter; `fetch` would tidy it up first. */
function get(rawPath: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: rawPath, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

beforeAll(async () => {
  mkdirSync(path.join(playgroundDir, 'assets'), { recursive: true });
  writeFileSync(path.join(playgroundDir, 'index.html'), '<!doctype html><title>Playground</title>');
  writeFileSync(path.join(playgroundDir, '.inputs-sha256'), 'not for readers');
  writeFileSync(path.join(playgroundDir, 'assets/main-1a2B_3-.js'), SCRIPT);
  writeFileSync(path.join(playgroundDir, 'assets/main-1a2B_3-.js.gz'), gzipSync(SCRIPT));
  writeFileSync(path.join(playgroundDir, 'secret.js'), 'not an asset');
  writeFileSync(path.join(folder, 'secret.js'), 'outside');
  app = await NestFactory.create<NestExpressApplication>(
    PlaygroundModule.register({ playgroundDir, issuer: ISSUER, clientId: 'client', sandboxPath: '/sandbox/graphql' }),
    { logger: false },
  );
  await app.listen(0, '127.0.0.1');
  port = Number(new URL(await app.getUrl()).port);
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

describe('the playground over HTTP', () => {
  it.each(['/playground', '/playground/', '/playground/callback?code=c&state=s'])(
    'serves the page at %s, never stored',
    async (address) => {
      const { status, headers, body } = await get(address);

      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-store');
      expect(body.toString()).toContain('<title>Playground</title>');
    },
  );

  it('allows the page its own files, this gateway and the origin of the issuer, nothing else', async () => {
    const { headers } = await get('/playground');

    expect(String(headers['content-security-policy']).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "font-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self' http://127.0.0.1:4080",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each(['/playground', '/playground/config.json', '/playground/assets/main-1a2B_3-.js', '/playground/nothing'])(
    'sends the strict headers with %s',
    async (address) => {
      const { headers } = await get(address);

      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    },
  );

  it('tells the page its settings, never stored', async () => {
    const { headers, body } = await get('/playground/config.json');

    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body.toString())).toEqual({
      issuer: ISSUER,
      clientId: 'client',
      sandboxPath: '/sandbox/graphql',
    });
  });

  it('lets browsers keep what is named by its hash', async () => {
    const { status, headers, body } = await get('/playground/assets/main-1a2B_3-.js');

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe(SCRIPT);
  });

  it('sends the compressed twin to those who accept it', async () => {
    const { headers, body } = await get('/playground/assets/main-1a2B_3-.js', { 'accept-encoding': 'gzip, br' });

    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['vary']).toBe('accept-encoding');
    expect(gunzipSync(body).toString()).toBe(SCRIPT);
  });

  it.each([
    '/playground/secret.js',
    '/playground/.inputs-sha256',
    '/playground/index.html',
    '/playground/assets/',
    '/playground/assets/missing-00000000.js',
    '/playground/assets/main-1a2B_3-.js.gz',
    '/playground/assets/../secret.js',
    '/playground/assets/../../secret.js',
    '/playground/../secret.js',
    '/playground/assets/..%2f..%2fsecret.js',
    '/playground/assets/%2e%2e/%2e%2e/secret.js',
    '/playground/assets/..\\..\\secret.js',
    '/playground//assets/main-1a2B_3-.js',
    '/playground/x/assets/main-1a2B_3-.js',
    '/playground/assets/main-1a2B_3-.js%00.js',
  ])('finds nothing at %s', async (address) => {
    const { status, headers, body } = await get(address, { 'accept-encoding': 'gzip' });

    expect(status).toBe(404);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).not.toMatch(/outside|not an asset|not for readers|answer/);
  });

  it('says how to build it when it is not built', async () => {
    const page = path.join(playgroundDir, 'index.html');
    rmSync(page);
    try {
      const { status, headers, body } = await get('/playground');

      expect(status).toBe(404);
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(body.toString()).toContain('node tools/build-playground.mjs');
    } finally {
      writeFileSync(page, '<!doctype html><title>Playground</title>');
    }
  });
});
