import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createReferenceEngine } from './reference-engine.js';
import { readSupergraph } from '../supergraph/supergraph.js';

const CONTRACTS = path.resolve(import.meta.dirname, '../../../../contracts');
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const create = (sdl?: string) => {
  const supergraph = readSupergraph(path.join(CONTRACTS, 'supergraph.graphql'));
  return createReferenceEngine({
    supergraph: sdl === undefined ? supergraph : { ...supergraph, sdl },
    own: { name: 'gateway', sdl: readFileSync(path.join(CONTRACTS, 'gateway/schema.graphql'), 'utf8') },
    authorities: new Map(),
    logger: silent,
  });
};

const SWITCHES = [
  'APOLLO_DISABLE_SECURITY_RECURSIVE_SELECTIONS_CHECK',
  'APOLLO_DISABLE_SECURITY_NON_LOCAL_SELECTIONS_CHECK',
];

afterEach(() => {
  for (const name of [...SWITCHES, 'APOLLO_TELEMETRY_DISABLED']) delete process.env[name];
});

describe('the reference engine', () => {
  it.each(SWITCHES)('does not start with %s', (name) => {
    process.env[name] = 'true';
    expect(() => create()).toThrow(name);
  });

  it.each(SWITCHES)('starts where %s is said to be off', (name) => {
    process.env[name] = 'false';
    expect(() => create()).not.toThrow();
  });

  it.each([undefined, 'false', '0'])('switches Apollo’s telemetry off, whatever the environment says: %s', (value) => {
    if (value !== undefined) process.env['APOLLO_TELEMETRY_DISABLED'] = value;
    create();
    expect(process.env['APOLLO_TELEMETRY_DISABLED']).toBe('true');
  });

  it('does not load a supergraph with an authority that is not in the table', async () => {
    await expect(create().load({ apollo: {} } as never)).rejects.toThrow('which is not configured');
  });

  it('does not load what is no supergraph', async () => {
    await expect(create('type Query { me: String }').load({ apollo: {} } as never)).rejects.toThrow();
  });
});
