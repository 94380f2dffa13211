/**
 * The gateway with one safety property broken on purpose, named by `MUTANT`. Tests run it to prove that they would see it.
 */
import { ALL_CHECKS, type ReferenceEngine } from '@app/federation';
import type { GatewayMutants } from '../../apps/gateway/src/gateway.module.js';
import { runGateway } from '../../apps/gateway/src/run-gateway.js';

const MUTANTS: Readonly<Record<string, GatewayMutants>> = {
  'echo-off': { guardChecks: { ...ALL_CHECKS, echo: false } },
  'record-owner-off': { guardChecks: { ...ALL_CHECKS, recordOwner: false } },
  'pruning-off': { guardChecks: { ...ALL_CHECKS, pruning: false } },
  'coalesce-by-text': { wrapEngine: coalescingByText },
};

const mutant = MUTANTS[process.env['MUTANT'] ?? ''];
if (mutant === undefined) throw new Error(`MUTANT must be one of ${Object.keys(MUTANTS).join(', ')}`);
await runGateway(mutant);

/** Joins executions under way that have the same text: a popular optimisation that knows no persons. */
function coalescingByText(engine: ReferenceEngine): ReferenceEngine {
  type Load = Awaited<ReturnType<ReferenceEngine['load']>>;
  const underWay = new Map<string, ReturnType<NonNullable<Load['executor']>>>();
  return {
    onSchemaLoadOrUpdate: (callback) => engine.onSchemaLoadOrUpdate(callback),
    stop: () => engine.stop(),
    async load(options) {
      const loaded = await engine.load(options);
      return {
        ...loaded,
        executor: (context) => {
          const joined = underWay.get(context.source) ?? loaded.executor(context);
          underWay.set(context.source, joined);
          void joined.finally(() => underWay.delete(context.source)).catch(() => undefined);
          return joined;
        },
      };
    },
  };
}
