import { Deadline } from '@app/resilience';
import { createEngine, type CompiledEngine } from '../../../src/generation/compiled-engine.js';
import { createInThreadPlanner } from '../../../src/planning/in-thread-planner.js';
import type { ComposedFixture, World } from '../world/fixture.js';
import { buildSubgraphs } from '../world/subgraph.js';
import { gather, type GatheredAnswer } from './gather.js';
import { servicesOf, type Middleman } from './services.js';
import type { Operation, Subject } from './subject.js';

export interface ExecuteOptions {
  readonly isIncremental?: boolean;
  readonly middleman?: Middleman;
  readonly deadline?: Deadline;
}

interface Run {
  readonly world: World;
  readonly middleman?: Middleman | undefined;
}

/** Our engine over the subgraphs of a fixture in-process, with nothing else around it. */
export class Compiled implements Subject {
  readonly name = 'compiled';
  #count = 0;

  static async load(fixture: ComposedFixture): Promise<Compiled> {
    const runs = new Map<string, Run>();
    const runOf = (transactionId: string): Run => {
      const run = runs.get(transactionId);
      if (run === undefined) throw new RangeError('a call outside of any run');
      return run;
    };
    const engine = await createEngine({
      planner: createInThreadPlanner(),
      supergraphSdl: fixture.supergraphSdl,
      services: servicesOf(
        buildSubgraphs(fixture),
        (id) => runOf(id).world,
        (id) => runOf(id).middleman,
      ),
    });
    return new Compiled(engine, runs);
  }

  private constructor(
    private readonly engine: CompiledEngine,
    private readonly runs: Map<string, Run>,
  ) {}

  async answer(
    { document, variables }: Operation,
    world: World,
    { isIncremental = false, middleman, deadline }: ExecuteOptions = {},
  ): Promise<GatheredAnswer> {
    this.#count += 1;
    const transactionId = `run-${this.#count}`;
    this.runs.set(transactionId, { world, middleman });
    using own = Deadline.after(60_000);
    try {
      const execution = await this.engine.execute(
        { document, variables, isIncremental },
        {
          report: { expect: () => undefined, record: () => undefined },
          deadline: deadline ?? own,
          transactionId,
        },
      );
      return await gather(execution);
    } finally {
      this.runs.delete(transactionId);
    }
  }

  async stop(): Promise<void> {
    await this.engine.stop();
  }
}
