/**
 * The gateway with one safety property broken on purpose, named by `MUTANT`. Tests run it to prove that they would see it.
 */
import { ALL_CHECKS, type DeliveredParts, type Engine, type Execution } from '@app/federation';
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

/**
 * Joins executions under way that have the same text, until their last part is out: a popular optimisation that knows no
 * persons.
 */
function coalescingByText(engine: Engine): Engine {
  const underWay = new Map<string, Promise<Execution>>();
  return {
    schema: engine.schema,
    supergraphId: engine.supergraphId,
    stop: () => engine.stop(),
    execute(operation, context) {
      const { document } = operation;
      const forget = () => void underWay.delete(document);
      const joined = underWay.get(document) ?? engine.execute(operation, context).then((made) => shared(made, forget));
      underWay.set(document, joined);
      joined.catch(forget);
      return joined;
    },
  };
}

/** The same parts for everybody who takes them. `isOver` is called with the last one. */
function shared(execution: Execution, isOver: () => void): Execution {
  if (execution.kind === 'complete') {
    isOver();
    return execution;
  }
  const parts = execution.later[Symbol.asyncIterator]();
  const taken: Promise<IteratorResult<DeliveredParts>>[] = [];
  const later = async function* (): AsyncGenerator<DeliveredParts> {
    for (let index = 0; ; index += 1) {
      const next = await (taken[index] ??= parts.next());
      if (next.done === true) return isOver();
      yield next.value;
    }
  };
  return { ...execution, later: { [Symbol.asyncIterator]: later } };
}
