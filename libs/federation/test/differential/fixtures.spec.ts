import { FIXTURES, fixtureNamed } from './fixtures/index.js';

describe('a fixture', () => {
  it.each([...FIXTURES.map(({ name }) => name), 'access'])('composes: %s', (name) => {
    expect(fixtureNamed(name).supergraphSdl).toContain('join__Graph');
  });
});
