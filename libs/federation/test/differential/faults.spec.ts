import fc from 'fast-check';
import { randomFault } from './faults/fault.js';
import { faultViolations } from './faults/fault-properties.js';
import { runWithFault } from './faults/fault-run.js';
import { FIXTURES, fixtureNamed } from './fixtures/index.js';
import { randomOperation } from './operations/random-operation.js';
import { readRunSettings } from './run-settings.js';
import { Compiled } from './subjects/compiled.js';

const { operations, seed, path } = readRunSettings(process.env);
const PATIENCE_MS = 60_000 + operations * 500;

describe('while a subgraph fails', () => {
  it.each(FIXTURES.map(({ name }) => name))(
    'what arrives is a part of the full answer, and what is missing is named: %s',
    async (name) => {
      const fixture = fixtureNamed(name);
      const engine = await Compiled.load(fixture);
      // After a mutation that failed everything may be different.
      const operation = randomOperation(fixture).filter(({ document }) => document.startsWith('query'));
      const fault = randomFault(fixture.subgraphs.map((subgraph) => subgraph.name));
      let missed = 0;
      await fc.assert(
        fc.asyncProperty(operation, fault, fc.boolean(), async (asked, spoilt, isIncremental) => {
          const run = (more: Pick<Parameters<typeof runWithFault>[3], 'fault'>) =>
            runWithFault(engine, asked, fixture.createWorld(), { ...more, isIncremental });
          const [healthy, faulty] = [await run({}), await run({ fault: spoilt })];
          if (JSON.stringify(healthy.answer.data) !== JSON.stringify(faulty.answer.data)) missed += 1;
          const found = faultViolations(asked, spoilt, healthy, faulty);
          if (found.length > 0)
            throw new Error(
              [asked.document, JSON.stringify(asked.variables), ...found, JSON.stringify(faulty.answer)].join('\n'),
            );
        }),
        { seed, numRuns: Math.ceil(operations / FIXTURES.length), ...(path === undefined ? {} : { path }) },
      );
      // Faults that nobody notices would prove nothing.
      expect(missed).toBeGreaterThan(operations / FIXTURES.length / 10);
      await engine.stop();
    },
    PATIENCE_MS,
  );
});
