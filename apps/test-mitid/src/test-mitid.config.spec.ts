import { ConfigurationError } from '@app/config';
import { readConfig } from './test-mitid.config.js';

it('needs nothing: the defaults are those of one machine', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 4080,
    issuer: undefined,
    playgroundRedirectUris: ['http://127.0.0.1:4000/playground/callback'],
    signingKeyFile: undefined,
    populationSeed: 1,
    logLevel: 'info',
  });
});

it('never runs in production, whatever else is said', () => {
  expect(() => readConfig({ NODE_ENV: 'production' })).toThrow(ConfigurationError);
  expect(() => readConfig({ NODE_ENV: 'production', TEST_MITID_PORT: '4080' })).toThrow(/never runs in production/);
});

it('names every fault at once', () => {
  const environment = {
    TEST_MITID_PORT: 'canary',
    TEST_MITID_ISSUER: 'ftp://canary',
    TEST_MITID_PLAYGROUND_REDIRECT_URIS: 'http://127.0.0.1:4000/a,canary',
    TEST_MITID_PROT: '1',
  };
  expect(() => readConfig(environment)).toThrow(
    expect.objectContaining({
      faults: [
        expect.stringMatching(/^TEST_MITID_PROT: .*did you mean TEST_MITID_PORT/),
        expect.stringMatching(/^TEST_MITID_PORT: /),
        expect.stringMatching(/^TEST_MITID_ISSUER: /),
        expect.stringMatching(/^TEST_MITID_PLAYGROUND_REDIRECT_URIS: /),
      ],
      message: expect.not.stringContaining('canary'),
    }),
  );
});

it('reads several addresses of the playground', () => {
  const { playgroundRedirectUris } = readConfig({
    TEST_MITID_PLAYGROUND_REDIRECT_URIS: 'http://a.test/cb, https://b.test/cb',
  });
  expect(playgroundRedirectUris).toEqual(['http://a.test/cb', 'https://b.test/cb']);
});
