import { buildSubgraphSchema } from '@apollo/subgraph';
import { Deadline } from '@app/resilience';
import { graphql, parse, type GraphQLFieldResolver } from 'graphql';
import { createEngine } from '../../src/generation/compiled-engine.js';
import { createInThreadPlanner } from '../../src/planning/in-thread-planner.js';
import type { Service } from '../../src/ports/service.js';
import { composed, linked } from './composed.js';

export interface TestSubgraph {
  readonly sdl: string;
  readonly resolvers: Record<string, Record<string, GraphQLFieldResolver<unknown, unknown>>>;
}

export interface TestAnswer {
  readonly data: unknown;
  readonly errors: readonly unknown[];
}

/** Our engine over subgraphs in-process. `stop` frees it. */
export interface AnsweringEngine {
  ask(document: string, variables?: Readonly<Record<string, unknown>>): Promise<TestAnswer>;
  stop(): Promise<void>;
}

export async function answering(
  subgraphs: Readonly<Record<string, TestSubgraph>>,
  imports: readonly string[] = [],
): Promise<AnsweringEngine> {
  const sdls = Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl }]) => [name, sdl]));
  const services = Object.entries(subgraphs).map(([name, subgraph]) => serviceOf(name, subgraph, imports));
  const engine = await createEngine({
    planner: createInThreadPlanner(),
    supergraphSdl: composed(sdls, imports),
    services: new Map(services.map((service) => [service.name, service])),
  });
  return {
    ask: async (document, variables = {}) => {
      using deadline = Deadline.after(60_000);
      const report = { expect: () => undefined, record: () => undefined };
      const execution = await engine.execute({ document, variables }, { report, deadline, transactionId: 'test' });
      return JSON.parse(JSON.stringify({ data: execution.data ?? null, errors: execution.errors }));
    },
    stop: () => engine.stop(),
  };
}

function serviceOf(name: string, { sdl, resolvers }: TestSubgraph, imports: readonly string[]): Service {
  const schema = buildSubgraphSchema({ typeDefs: parse(linked(sdl, imports)), resolvers });
  return {
    name,
    call: async ({ body, read }) => {
      const { query, variables } = JSON.parse(body);
      const answer = await graphql({ schema, source: query, variableValues: variables });
      return read(JSON.parse(JSON.stringify(answer)));
    },
  };
}
