import type { EngineWrapper } from '../src/overview/overview.module.js';
import { BO } from './support/records.js';
import { RunningOverview, codeOf } from './support/running-overview.js';

const SECRET = `PLANTED ${BO} at db.internal`;

/** An engine whose executions fail as long as told so. */
function breaking(fails: () => 'throws' | 'answers with an error' | undefined): EngineWrapper {
  return (engine) => ({
    schema: engine.schema,
    supergraphId: engine.supergraphId,
    stop: () => engine.stop(),
    async execute(operation, context) {
      const how = fails();
      if (how === 'throws') throw new TypeError(SECRET);
      if (how === 'answers with an error')
        return { kind: 'complete', errors: [{ code: 'INTERNAL', detail: SECRET, cause: new Error(SECRET) }] };
      return engine.execute(operation, context);
    },
  });
}

describe('an engine that fails', () => {
  it.each(['throws', 'answers with an error'] as const)(
    'and %s is our own fault: 500 without a word of it, an entry in the log that names the transaction, and a count',
    async (how) => {
      let fails: typeof how | undefined;
      await using running = await RunningOverview.start({ mutants: { wrapEngine: breaking(() => fails) } });
      fails = how;
      for (const answer of [await running.overview(), await running.sandbox('{ me { id } }')]) {
        expect([answer.status, codeOf(answer)]).toEqual([500, 'INTERNAL']);
        expect(answer.body.data).toBeUndefined();
        expect(answer.body.extensions).toEqual({ transactionId: answer.headers['x-transaction-id'] });
        running.expectUnharmedSoFar(answer, ['PLANTED', 'db.internal']);
        const transactionId = answer.headers['x-transaction-id'];
        expect(running.logged('an execution failed').filter((line) => line['transactionId'] === transactionId)).toEqual(
          [expect.objectContaining({ level: 'error', err: expect.objectContaining({ stack: expect.anything() }) })],
        );
      }
      expect(running.logged('an execution failed')).toHaveLength(2);
      expect((await running.operations('GET', '/metrics')).text).toMatch(
        /request_duration_seconds_count\{.*operation="personal-overview",outcome="INTERNAL".*\} 1/,
      );
      fails = undefined;
      await running.expectUnharmed();
    },
  );
});
