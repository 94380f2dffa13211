import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationError } from '@app/config';
import { z } from 'zod';
import { readSubgraphConfig, subgraphVariables } from './subgraph-config.js';

const folder = mkdtempSync(path.join(tmpdir(), 'subgraph-config-'));
const keyFile = path.join(folder, 'owner.key');
const shortKeyFile = path.join(folder, 'short.key');
const key = Buffer.alloc(32, 7);

beforeAll(() => {
  writeFileSync(keyFile, `${key.toString('base64')}\n`);
  writeFileSync(shortKeyFile, Buffer.alloc(31).toString('base64'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const LittleEnv = z.object(subgraphVariables('LITTLE_', { port: 4990, metricsPort: 4991 }));
const enough = {
  LITTLE_GATEWAY_ISSUER: 'http://gateway.test',
  LITTLE_GATEWAY_JWKS_URL: 'http://gateway.test/jwks.json',
  LITTLE_RECORD_OWNER_KEY_FILE: keyFile,
  LITTLE_SOURCE_URL: 'http://source.test',
};
const read = (environment: Record<string, string>) => readSubgraphConfig('LITTLE_', LittleEnv, environment);

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('configuration of a subgraph', () => {
  it('has a default for all but addresses and the key', () => {
    expect(read(enough)).toMatchObject({
      host: '127.0.0.1',
      port: 4990,
      metricsPort: 4991,
      logLevel: 'info',
      contractsDir: 'contracts',
      recordOwnerKey: key,
      sourceTimeLimitMs: 600,
      quarantineMs: 900_000,
    });
  });

  it('stops the clock of the rules when asked to', () => {
    const { clock } = read({ ...enough, LITTLE_CLOCK_FROZEN_AT: '2026-06-15T10:00:00+02:00' });
    expect(clock.now().toISOString()).toBe('2026-06-15T08:00:00.000Z');
  });

  it('names every fault at once and no value', () => {
    const faults = faultsOf({
      LITTLE_PORT: 'secret-port',
      LITTLE_GATEWAY_JWKS_URL: 'ftp://secret-host',
      LITTLE_SOURCE_TIME_LIMIT_MS: '5',
      LITTLE_SORCE_URL: 'http://secret-source',
      LITTLE_RECORD_OWNER_KEY_FILE: shortKeyFile,
    });
    expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual([
      'LITTLE_GATEWAY_ISSUER',
      'LITTLE_GATEWAY_JWKS_URL',
      'LITTLE_PORT',
      'LITTLE_RECORD_OWNER_KEY_FILE',
      'LITTLE_SORCE_URL',
      'LITTLE_SOURCE_TIME_LIMIT_MS',
      'LITTLE_SOURCE_URL',
    ]);
    expect(faults.join()).not.toMatch(/secret/);
  });

  it.each([
    ['not there', () => path.join(folder, 'nothing.key')],
    ['of another length', () => shortKeyFile],
    ['a folder', () => folder],
  ])('refuses a key file that is %s', (_case, file) => {
    expect(faultsOf({ ...enough, LITTLE_RECORD_OWNER_KEY_FILE: file() })).toEqual([
      'LITTLE_RECORD_OWNER_KEY_FILE: must name a readable file with 32 bytes in base64',
    ]);
  });

  it('refuses a stopped clock in production', () => {
    const stopped = { ...enough, LITTLE_CLOCK_FROZEN_AT: '2026-06-15T10:00:00Z' };
    expect(faultsOf(stopped)).toEqual([]);
    expect(faultsOf({ ...stopped, NODE_ENV: 'production' })).toEqual([
      'LITTLE_CLOCK_FROZEN_AT: is refused with NODE_ENV=production',
    ]);
  });

  it('knows no variable that breaks a safety property', () => {
    expect(faultsOf({ ...enough, LITTLE_BROKEN_ON_PURPOSE: 'owner-from-token' })).toHaveLength(1);
  });
});
