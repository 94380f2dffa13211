import { execute, Kind, parse, visit, type DocumentNode, type GraphQLFieldResolver } from 'graphql';
import type { ComposedFixture, World } from '../world/fixture.js';
import { isComputed, isThing, wholeSelf } from '../world/self.js';
import type { Answer, Operation, Subject } from './subject.js';

/** The oracle: one schema over all of the data, executed by graphql-js. Knows nothing of subgraphs. */
export class Monolith implements Subject {
  readonly name = 'monolith';

  constructor(private readonly fixture: ComposedFixture) {}

  async answer({ document, variables }: Operation, world: World): Promise<Answer> {
    const { data, errors } = await execute({
      schema: this.fixture.apiSchema,
      document: withoutDefer(parse(document)),
      variableValues: variables,
      contextValue: world,
      fieldResolver: resolveField,
      typeResolver: (value) => (isThing(value) ? value.__typename : undefined),
    });
    const answer: Answer = JSON.parse(JSON.stringify({ data: data ?? null, errors: errors ?? [] }));
    return answer;
  }

  async stop(): Promise<void> {}
}

const resolveField: GraphQLFieldResolver<unknown, World> = (source, args, world, info) => {
  const { operation } = info.operation;
  const thing = isThing(source) ? source : operation === 'mutation' ? world.mutation : world.query;
  const value = thing?.[info.fieldName];
  return isComputed(value) && thing !== undefined ? value(args, wholeSelf(thing)) : value;
};

function withoutDefer(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.DIRECTIVE]: (node) => (node.name.value === 'defer' ? null : undefined),
  });
}
