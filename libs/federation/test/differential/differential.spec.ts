import fc from 'fast-check';
import { differences } from './comparison/compare.js';
import { incrementalDifferences } from './comparison/incremental.js';
import { EXCLUSIONS } from './comparison/reference-differences.js';
import { FIXTURES, fixtureNamed } from './fixtures/index.js';
import { randomOperation } from './operations/random-operation.js';
import { readRunSettings } from './run-settings.js';
import { Compiled } from './subjects/compiled.js';
import { Monolith } from './subjects/monolith.js';
import { Reference } from './subjects/reference.js';
import type { Answer, Operation, Subject } from './subjects/subject.js';

const { operations, seed, path, fixture: only } = readRunSettings(process.env);
const NAMES = only === undefined ? FIXTURES.map(({ name }) => name) : [only];
const PATIENCE_MS = 60_000 + operations * 500;

/** Each fixture gets its share of the operations; a failure tells seed, path and the smallest operation that fails. */
async function forRandomOperations(name: string, check: (operation: Operation) => Promise<readonly string[]>) {
  const numRuns = Math.ceil(operations / NAMES.length);
  await fc.assert(
    fc.asyncProperty(randomOperation(fixtureNamed(name)), async (operation) => {
      const found = await check(operation);
      if (found.length > 0)
        throw new Error(`${operation.document}\n${JSON.stringify(operation.variables)}\n${found.join('\n')}`);
    }),
    { seed, numRuns, ...(path === undefined ? {} : { path }) },
  );
}

describe('random operations over a fixture supergraph', () => {
  it.each(NAMES)(
    'are answered by our engine as by one schema over the same data: %s',
    async (name) => {
      const fixture = fixtureNamed(name);
      const [monolith, ours] = [new Monolith(fixture), await Compiled.load(fixture)];
      await forRandomOperations(name, async (operation) =>
        differences(
          await monolith.answer(operation, fixture.createWorld()),
          await ours.answer(operation, fixture.createWorld()),
        ),
      );
      await ours.stop();
    },
    PATIENCE_MS,
  );

  it.each(NAMES)(
    'in parts make the answer of the same operation without @defer: %s',
    async (name) => {
      const fixture = fixtureNamed(name);
      const [monolith, ours] = [new Monolith(fixture), await Compiled.load(fixture)];
      let partCount = 0;
      await forRandomOperations(name, async (operation) => {
        if (!operation.document.includes('@defer')) return [];
        const got = await ours.answer(operation, fixture.createWorld(), { isIncremental: true });
        partCount += got.partCount;
        return incrementalDifferences(await monolith.answer(operation, fixture.createWorld()), got);
      });
      // Over interface objects nothing is deferred (docs/decisions/0010).
      expect(partCount > 0).toBe(!fixture.supergraphSdl.includes('isInterfaceObject: true'));
      await ours.stop();
    },
    PATIENCE_MS,
  );

  it.each(NAMES)(
    'are answered by Apollo’s gateway as by one schema, but for what the table explains: %s',
    async (name) => {
      const fixture = fixtureNamed(name);
      const [monolith, reference] = [new Monolith(fixture), await Reference.load(fixture)];
      let [compared, explained] = [0, 0];
      await forRandomOperations(name, async (operation) => {
        const document = operation.document.replaceAll(/ @defer(\([^)]*\))?/g, '');
        const expected = await monolith.answer(operation, fixture.createWorld());
        const got = await answerOrError(reference, { ...operation, document }, fixture);
        const found = differences(expected, got);
        compared += 1;
        if (found.length === 0) return found;
        const difference = { operation, apiSchema: fixture.apiSchema, expected, got };
        if (!EXCLUSIONS.some((exclusion) => exclusion.explains(difference))) return found;
        explained += 1;
        return [];
      });
      // A table that explained everything would compare nothing.
      expect(explained / compared).toBeLessThan(0.4);
      await reference.stop();
    },
    PATIENCE_MS,
  );
});

async function answerOrError(
  subject: Subject,
  operation: Operation,
  fixture: ReturnType<typeof fixtureNamed>,
): Promise<Answer> {
  try {
    return await subject.answer(operation, fixture.createWorld());
  } catch (thrown) {
    return { data: null, errors: [{ message: thrown instanceof Error ? thrown.message : String(thrown) }] };
  }
}
