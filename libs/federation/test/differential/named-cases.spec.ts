import { parse, validate } from 'graphql';
import { differences } from './comparison/compare.js';
import { fixtureNamed } from './fixtures/index.js';
import { NAMED_CASES } from './named-cases.js';
import { Compiled } from './subjects/compiled.js';
import { Monolith } from './subjects/monolith.js';

const engines = new Map<string, Promise<Compiled>>();

function engineFor(name: string): Promise<Compiled> {
  const engine = engines.get(name) ?? Compiled.load(fixtureNamed(name));
  engines.set(name, engine);
  return engine;
}

afterAll(async () => {
  for (const engine of engines.values()) await (await engine).stop();
});

describe('our engine answers as one schema over the same data', () => {
  it.each(NAMED_CASES)('$name ($fixture)', async ({ fixture: name, ...operation }) => {
    const fixture = fixtureNamed(name);
    expect(validate(fixture.apiSchema, parse(operation.document))).toEqual([]);
    const expected = await new Monolith(fixture).answer(operation, fixture.createWorld());
    const got = await (await engineFor(name)).answer(operation, fixture.createWorld());
    expect(differences(expected, got)).toEqual([]);
  });
});
