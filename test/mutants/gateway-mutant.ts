/**
 * The gateway with one safety property broken on purpose, named by `MUTANT`. Tests run it to prove that they would see it.
 */
import { ALL_CHECKS, type Engine, type Execution } from '@app/federation';
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
function coalescingByText(engine: Engine): Engine {
  const underWay = new Map<string, Promise<Execution>>();
  return {
    schema: engine.schema,
    supergraphId: engine.supergraphId,
    stop: () => engine.stop(),
    execute(operation, context) {
      const joined = underWay.get(operation.document) ?? engine.execute(operation, context);
      underWay.set(operation.document, joined);
      void joined.finally(() => underWay.delete(operation.document)).catch(() => undefined);
      return joined;
    },
  };
}
