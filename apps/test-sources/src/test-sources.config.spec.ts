import { ConfigurationError } from '@app/config';
import { readConfig } from './test-sources.config.js';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment);
    return [];
  } catch (thrown) {
    return thrown instanceof ConfigurationError ? thrown.faults : ['?'];
  }
};

describe('configuration of the test sources', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4090,
      controlPort: 4091,
      populationSeed: 1,
      canaries: false,
    });
  });

  it('freezes the clock on request', () => {
    const { clock } = readConfig({ TEST_SOURCES_CLOCK_FROZEN_AT: '2026-06-15T10:00:00+02:00' });
    expect(clock.now().toISOString()).toBe('2026-06-15T08:00:00.000Z');
  });

  it('never starts in production', () => {
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([expect.stringContaining('NODE_ENV')]);
  });

  it('names every fault at once and no value', () => {
    const faults = faultsOf({
      TEST_SOURCES_PORT: '70000',
      TEST_SOURCES_SEED: 'x',
      TEST_SOURCES_CANARIES: 'hemmelig',
    }).join('\n');
    for (const name of ['TEST_SOURCES_PORT', 'TEST_SOURCES_SEED', 'TEST_SOURCES_CANARIES'])
      expect(faults).toContain(name);
    expect(faults).not.toMatch(/70000|hemmelig/);
  });
});
