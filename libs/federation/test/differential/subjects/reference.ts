import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import type { ComposedFixture, World } from '../world/fixture.js';
import { buildSubgraphs } from '../world/subgraph.js';
import type { Answer, Operation, Subject } from './subject.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Apollo's gateway as it is, over the subgraphs in-process. */
export class Reference implements Subject {
  readonly name = 'reference';

  /** Errors: rejects for a supergraph that Apollo's gateway does not load. */
  static async load(fixture: ComposedFixture): Promise<Reference> {
    // Otherwise it reports to Apollo; its executor reads nothing else of the environment.
    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    const subgraphs = new Map(buildSubgraphs(fixture).map((subgraph) => [subgraph.name, subgraph]));
    const gateway = new ApolloGateway({
      supergraphSdl: fixture.supergraphSdl,
      logger: silent,
      buildService: ({ name }) => {
        const subgraph = subgraphs.get(name);
        if (subgraph === undefined) throw new TypeError(`the fixture has no subgraph ${name}`);
        return {
          process: async ({ request, context }) => {
            if (request.query === undefined) throw new TypeError('a step without a query');
            const answer = await subgraph.answer(
              { query: request.query, variables: request.variables ?? {} },
              worldOf(context),
            );
            return JSON.parse(JSON.stringify(answer));
          },
        };
      },
    });
    const { schema, executor } = await gateway.load();
    return new Reference(gateway, schema, executor);
  }

  private constructor(
    private readonly gateway: ApolloGateway,
    private readonly schema: Awaited<ReturnType<ApolloGateway['load']>>['schema'],
    private readonly executor: ApolloGateway['executor'],
  ) {}

  async answer({ document, variables }: Operation, world: World): Promise<Answer> {
    const { data, errors } = await this.executor({
      request: { query: document, variables: { ...variables } },
      document: parse(document),
      source: document,
      operationName: null,
      queryHash: document,
      schema: this.schema,
      context: { world },
      logger: silent,
      metrics: {},
      overallCachePolicy: { restrict: () => undefined },
    } as never);
    const answer: Answer = JSON.parse(JSON.stringify({ data: data ?? null, errors: errors ?? [] }));
    return answer;
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
  }
}

function worldOf(context: unknown): World {
  return (context as { readonly world: World }).world;
}
