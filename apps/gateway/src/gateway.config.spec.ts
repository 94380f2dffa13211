import { ConfigurationError } from '@app/config';
import { readConfig } from './gateway.config.js';

const GIVEN = {
  GATEWAY_AUTHORITY_URLS: 'cpr=http://127.0.0.1:4010/graphql,udbetaling-danmark=https://udk.example/graphql?a=b',
  GATEWAY_RECORD_OWNER_KEYS_DIR: '/keys',
  GATEWAY_IDP_ISSUER: 'https://login.example',
};
const PRODUCTION = {
  ...GIVEN,
  NODE_ENV: 'production',
  GATEWAY_SIGNING_KEY_FILE: '/keys/signing.jwk',
  GATEWAY_REFERENCE_KEY_FILE: '/keys/reference.key',
};

function faultsOf(environment: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    expect(thrown.message).toMatch(/^gateway cannot start/);
    return thrown.faults;
  }
}

describe('the configuration of the gateway', () => {
  it('needs no more than who there is to ask, the keys shared with them, and who logs in', () => {
    expect(readConfig(GIVEN)).toEqual({
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: 4000,
      GATEWAY_OPERATIONS_HOST: '127.0.0.1',
      GATEWAY_OPERATIONS_PORT: 4001,
      GATEWAY_LOG_LEVEL: 'info',
      GATEWAY_PUBLIC_URL: 'http://127.0.0.1:4000',
      GATEWAY_CONTRACTS_DIR: 'contracts',
      GATEWAY_AUTHORITY_URLS: new Map([
        ['cpr', 'http://127.0.0.1:4010/graphql'],
        ['udbetaling-danmark', 'https://udk.example/graphql?a=b'],
      ]),
      GATEWAY_RECORD_OWNER_KEYS_DIR: '/keys',
      GATEWAY_IDP_ISSUER: 'https://login.example',
      GATEWAY_AUDIENCE: 'urn:mit-overblik:gateway',
      GATEWAY_PAGE_BUDGET_MS: 1_000,
      GATEWAY_AUTHORITY_CONCURRENCY: 64,
      GATEWAY_REQUESTS_MAX: 256,
      GATEWAY_QUARANTINE_MS: 900_000,
      GATEWAY_STOP_DELAY_MS: 0,
      GATEWAY_DRAIN_MS: 10_000,
      GATEWAY_SANDBOX: true,
      GATEWAY_ENGINE: 'compiled',
      GATEWAY_PLAYGROUND_CLIENT_ID: 'mit-overblik-playground',
    });
  });

  it('has no sandbox in production, and none where it is switched off', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ GATEWAY_SANDBOX: false });
    expect(readConfig({ ...PRODUCTION, GATEWAY_SANDBOX: 'false' }).GATEWAY_SANDBOX).toBe(false);
    expect(readConfig({ ...GIVEN, GATEWAY_SANDBOX: 'false' }).GATEWAY_SANDBOX).toBe(false);
    expect(readConfig({ ...GIVEN, NODE_ENV: 'test' })).toMatchObject({ GATEWAY_SANDBOX: true });
  });

  it('takes an empty value for none', () => {
    expect(readConfig({ ...GIVEN, GATEWAY_PORT: '', GATEWAY_IDP_JWKS_URL: '' }).GATEWAY_PORT).toBe(4000);
    expect(faultsOf({ ...GIVEN, GATEWAY_AUTHORITY_URLS: '' })).toEqual(['GATEWAY_AUTHORITY_URLS: is required']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a port beyond all ports', { GATEWAY_PORT: '65536' }, 'GATEWAY_PORT: must be at most 65535'],
    ['a port in words', { GATEWAY_PORT: 'four thousand' }, 'GATEWAY_PORT: must be a number'],
    ['a budget of nothing', { GATEWAY_PAGE_BUDGET_MS: '0' }, 'GATEWAY_PAGE_BUDGET_MS: must be at least 100'],
    ['half a call', { GATEWAY_AUTHORITY_CONCURRENCY: '0.5' }, 'GATEWAY_AUTHORITY_CONCURRENCY: must be a int'],
    ['no request', { GATEWAY_REQUESTS_MAX: '0' }, 'GATEWAY_REQUESTS_MAX: must be at least 1'],
    ['a flag in other words', { GATEWAY_SANDBOX: 'yes' }, 'GATEWAY_SANDBOX: must be one of true, false'],
    [
      'an unknown level',
      { GATEWAY_LOG_LEVEL: 'loud' },
      'GATEWAY_LOG_LEVEL: must be one of fatal, error, warn, info, debug, silent',
    ],
    [
      'an instant without a zone',
      { GATEWAY_CLOCK_FROZEN_AT: '2026-06-15T10:00:00' },
      'GATEWAY_CLOCK_FROZEN_AT: must be a valid datetime',
    ],
    [
      'another protocol',
      { GATEWAY_IDP_ISSUER: 'file:///etc' },
      'GATEWAY_IDP_ISSUER: must be an http(s) address without credentials',
    ],
    [
      'credentials in an address',
      { GATEWAY_IDP_ISSUER: 'https://a:b@c.example' },
      'GATEWAY_IDP_ISSUER: must be an http(s) address without credentials',
    ],
    [
      'an address without a name',
      { GATEWAY_AUTHORITY_URLS: 'http://skat.example' },
      'GATEWAY_AUTHORITY_URLS: must be name=http(s) address pairs separated by commas',
    ],
    [
      'a name without an address',
      { GATEWAY_AUTHORITY_URLS: 'skat=' },
      'GATEWAY_AUTHORITY_URLS: must be name=http(s) address pairs separated by commas',
    ],
    [
      'a comma too much',
      { GATEWAY_AUTHORITY_URLS: 'skat=http://skat.example,' },
      'GATEWAY_AUTHORITY_URLS: must be name=http(s) address pairs separated by commas',
    ],
    [
      'credentials of an authority',
      { GATEWAY_AUTHORITY_URLS: 'skat=http://a:b@skat.example' },
      'GATEWAY_AUTHORITY_URLS: must be name=http(s) address pairs separated by commas',
    ],
    [
      'a name that is no name',
      { GATEWAY_AUTHORITY_URLS: '__proto__=http://skat.example' },
      'GATEWAY_AUTHORITY_URLS: must be name=http(s) address pairs separated by commas',
    ],
    [
      'an authority twice',
      { GATEWAY_AUTHORITY_URLS: 'skat=http://a.example,skat=http://b.example' },
      'GATEWAY_AUTHORITY_URLS: must name every authority once',
    ],
    [
      'a variable nobody knows',
      { GATEWAY_PROT: '1' },
      'GATEWAY_PROT: no variable of that name is known (did you mean GATEWAY_PORT?)',
    ],
  ])('does not take %s', (_, variables, fault) => {
    expect(faultsOf({ ...GIVEN, ...variables })).toEqual([fault]);
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['the sandbox', { GATEWAY_SANDBOX: 'true' }, 'GATEWAY_SANDBOX: is not for production'],
    [
      'a clock that stands still',
      { GATEWAY_CLOCK_FROZEN_AT: '2026-06-15T10:00:00Z' },
      'GATEWAY_CLOCK_FROZEN_AT: is not for production',
    ],
    [
      'no key to sign with',
      { GATEWAY_SIGNING_KEY_FILE: undefined },
      'GATEWAY_SIGNING_KEY_FILE: is required in production',
    ],
    [
      'no key for references',
      { GATEWAY_REFERENCE_KEY_FILE: '' },
      'GATEWAY_REFERENCE_KEY_FILE: is required in production',
    ],
  ])('does not go to production with %s', (_, variables, fault) => {
    expect(faultsOf({ ...PRODUCTION, ...variables })).toEqual([fault]);
    expect(faultsOf({ ...PRODUCTION, ...variables, NODE_ENV: 'development' })).toEqual([]);
  });

  it('names every fault at once and no value', () => {
    const faults = faultsOf({
      NODE_ENV: 'production',
      GATEWAY_PORT: 'secret-port',
      GATEWAY_AUTHORITY_URLS: 'skat=secret-address',
      GATEWAY_IDP_ISSUER: 'secret-issuer',
      GATEWAY_SANDBOX: 'true',
      GATEWAY_SECRET_THING: 'secret-thing',
    });
    expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual([
      'GATEWAY_AUTHORITY_URLS',
      'GATEWAY_IDP_ISSUER',
      'GATEWAY_PORT',
      'GATEWAY_RECORD_OWNER_KEYS_DIR',
      'GATEWAY_REFERENCE_KEY_FILE',
      'GATEWAY_SANDBOX',
      'GATEWAY_SECRET_THING',
      'GATEWAY_SIGNING_KEY_FILE',
    ]);
    expect(faults.join()).not.toContain('secret-');
  });
});
