import fc from 'fast-check';
import { faultOf, randomMisfortune, type Fault } from './faults/fault.js';
import { faultViolations } from './faults/fault-properties.js';
import { runWithFault } from './faults/fault-run.js';
import { FIXTURES, fixtureNamed } from './fixtures/index.js';
import { randomOperation } from './operations/random-operation.js';
import { readRunSettings } from './run-settings.js';
import { Compiled } from './subjects/compiled.js';

const { operations, seed, path, fixture: only } = readRunSettings(process.env);
const NAMES = only === undefined ? FIXTURES.map(({ name }) => name) : [only];
const PATIENCE_MS = 60_000 + operations * 500;

describe('while a subgraph fails', () => {
  it.each(NAMES)(
    'what arrives is a part of the full answer, and what is missing is named: %s',
    async (name) => {
      const fixture = fixtureNamed(name);
      const engine = await Compiled.load(fixture);
      // After a mutation that failed everything may be different.
      const operation = randomOperation(fixture).filter(({ document }) => document.startsWith('query'));
      let missed = 0;
      await fc.assert(
        fc.asyncProperty(operation, randomMisfortune, fc.boolean(), async (asked, misfortune, isIncremental) => {
          const run = (more: { readonly fault?: Fault }) =>
            runWithFault(engine, asked, fixture.createWorld(), { ...more, isIncremental });
          const healthy = await run({});
          const fault = faultOf(misfortune, healthy.asked);
          if (fault === undefined) return;
          const faulty = await run({ fault });
          if (JSON.stringify(healthy.answer.data) !== JSON.stringify(faulty.answer.data)) missed += 1;
          const found = faultViolations(asked, fault, healthy, faulty);
          if (found.length > 0)
            throw new Error(
              [
                asked.document,
                JSON.stringify(asked.variables),
                JSON.stringify(fault),
                ...found,
                JSON.stringify(faulty.answer),
              ].join('\n'),
            );
        }),
        { seed, numRuns: Math.ceil(operations / NAMES.length), ...(path === undefined ? {} : { path }) },
      );
      // Faults that nobody notices would prove nothing.
      expect(missed).toBeGreaterThan(operations / NAMES.length / 4);
      await engine.stop();
    },
    PATIENCE_MS,
  );
});
