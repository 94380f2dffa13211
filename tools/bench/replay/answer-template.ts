import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse, validate, type GraphQLSchema } from 'graphql';
import { SLOTS } from '../overview-marks.js';

export interface SlotValues {
  readonly id: string;
  readonly owner: string;
  readonly cpr: string;
  readonly amount: string;
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

/**
 * Answers operations about recorded citizens as a subgraph would, whatever the operation's text: each new text is
 * executed once for each of them, and what came out is replayed from then on.
 */
export class TemplateMaker {
  private readonly schema: GraphQLSchema;

  /** `roots`: what `Query` and the references of `Citizen` resolve to, one for each recorded citizen. */
  constructor(
    sdl: string,
    private readonly roots: readonly Readonly<Record<string, unknown>>[],
  ) {
    this.schema = buildSubgraphSchema([
      {
        typeDefs: parse(sdl),
        resolvers: {
          Citizen: { __resolveReference: (_key: object, context: { readonly citizen: object }) => context.citizen },
        },
      },
    ]);
  }

  /** Errors: `Error` for an operation that does not fit the schema or asks what was not recorded. */
  async make(operation: string): Promise<readonly AnswerTemplate[]> {
    const document = parse(operation);
    const faults = validate(this.schema, document);
    if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('; '));
    return Promise.all(
      this.roots.map(async (citizen) => {
        const answer = await execute({
          schema: this.schema,
          document,
          rootValue: { me: citizen },
          contextValue: { citizen },
          variableValues: { representations: [{ __typename: 'Citizen', id: SLOTS.id }] },
        });
        if (answer.errors !== undefined) throw new Error(answer.errors.map(({ message }) => message).join('; '));
        return AnswerTemplate.of(JSON.stringify({ data: answer.data }));
      }),
    );
  }
}
