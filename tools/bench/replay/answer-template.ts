import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate, type GraphQLSchema } from 'graphql';
import { SLOTS } from '../shapes/bench-citizen.js';

export interface SlotValues {
  readonly id: string;
  readonly owner: string;
  readonly cpr: string;
  readonly amount: string;
}

/** An operation, with the slot of the id in place of the citizen's id among its variables. */
export interface AskedOperation {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The answer to one operation about any citizen: bytes, with places for what differs from citizen to citizen. */
export class AnswerTemplate {
  private constructor(
    private readonly pieces: readonly Buffer[],
    private readonly slots: readonly (keyof SlotValues)[],
  ) {}

  /** Shape: `json` has slots as whole strings; amounts become numbers. */
  static of(json: string): AnswerTemplate {
    const parts = json.split(/"@(id|owner|cpr|amount)@"/);
    const isSlot = (_: string, index: number) => index % 2 === 1;
    return new AnswerTemplate(
      parts.filter((part, index) => !isSlot(part, index)).map((part) => Buffer.from(part)),
      parts.filter(isSlot) as (keyof SlotValues)[],
    );
  }

  asks(slot: keyof SlotValues): boolean {
    return this.slots.includes(slot);
  }

  fill(values: SlotValues): Buffer {
    const filled: Buffer[] = [this.pieces[0]!];
    this.slots.forEach((slot, index) => {
      const value = values[slot];
      filled.push(Buffer.from(slot === 'amount' ? value : `"${value}"`, 'latin1'), this.pieces[index + 1]!);
    });
    return Buffer.concat(filled);
  }
}

/** Answers operations about recorded citizens as a subgraph would, whatever the operation's text. */
export class TemplateMaker {
  private readonly schema: GraphQLSchema;

  constructor(sdl: string) {
    this.schema = buildSubgraphSchema([
      {
        typeDefs: parse(sdl),
        resolvers: {
          Citizen: { __resolveReference: (_key: object, context: { readonly citizen: object }) => context.citizen },
        },
      },
    ]);
  }

  /**
   * The operation is executed once about a citizen; what came out can be replayed.
   *
   * Errors: `Error` for an operation that does not fit the schema or asks what was not recorded.
   */
  async make({ query, operationName, variables }: AskedOperation, citizen: object): Promise<AnswerTemplate> {
    const document = parse(query);
    const faults = validate(this.schema, document);
    if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('; '));
    const answer = await execute({
      schema: this.schema,
      document,
      operationName: operationName ?? null,
      rootValue: { citizen },
      contextValue: { citizen },
      variableValues: variables,
    });
    if (answer.errors !== undefined) throw new Error(answer.errors.map(({ message }) => message).join('; '));
    return AnswerTemplate.of(JSON.stringify({ data: answer.data }));
  }
}

/** The variables of a request with the slot in place of the citizen's id, so that they are the same for every citizen. */
export function withIdSlot(variables: object, id: string): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(variables).replaceAll(JSON.stringify(id), JSON.stringify(SLOTS.id))) as Readonly<
    Record<string, unknown>
  >;
}
