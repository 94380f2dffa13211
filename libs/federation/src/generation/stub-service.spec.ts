import { aContext } from '../../test/support/a-context.js';
import { composed } from '../../test/planning/composed.js';
import { ECHO_KEY, OWNER_KEY } from '../guard/entity-operation.js';
import { parseSupergraph } from '../supergraph/supergraph.js';
import { STUB_SUBJECT, StubService } from './stub-service.js';

const service = new StubService(
  'skat',
  parseSupergraph(
    composed({
      skat: `
        scalar Date
        scalar Unheard
        type Query { int: Int! text: String date: Date unheard: Unheard kind: Kind media: Media pick: Pick grid: [[Int!]] tree: Tree }
        type Mutation { touch: Boolean }
        enum Kind { A B }
        interface Media { id: ID! }
        type Book implements Media @key(fields: "id") { id: ID! pages: Int }
        type Film implements Media { id: ID! length: Float }
        union Pick = Film | Book
        type Tree { children: [Tree!] name: String }`,
    }),
  ),
);
const ask = (query: string, variables: object = {}): Promise<unknown> =>
  service.call({ body: JSON.stringify({ query, variables }), context: aContext(), read: (body) => body });

describe('a service that a rehearsal asks', () => {
  it('answers with values of the right form', async () => {
    expect(await ask('{ int x: text date unheard kind grid __typename }')).toEqual({
      data: {
        int: 1,
        x: STUB_SUBJECT,
        date: '2026-01-01',
        unheard: STUB_SUBJECT,
        kind: 'A',
        grid: [
          [1, 1],
          [1, 1],
        ],
        __typename: 'Query',
      },
    });
  });

  it('answers mutations', async () => {
    expect(await ask('mutation { touch }')).toEqual({ data: { touch: true } });
  });

  it('answers abstract types with one of their own, and its fields only', async () => {
    const data = await ask(
      '{ media { __typename id ... on Book { pages } ... on Film { length } } pick { ...F } } fragment F on Film { length }',
    );
    expect(data).toEqual({
      data: { media: { __typename: 'Book', id: STUB_SUBJECT, pages: 1 }, pick: { length: 1.5 } },
    });
  });

  it('answers for each entity, with what the guard wants to see', async () => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Book { pages ${ECHO_KEY}: id ${OWNER_KEY}: id } } }`;
    const representations = [
      { __typename: 'Book', id: 'b' },
      { __typename: 'Nothing', id: 'n' },
    ];
    expect(await ask(query, { representations })).toEqual({
      data: { _entities: [{ pages: 1, [ECHO_KEY]: 'b', [OWNER_KEY]: STUB_SUBJECT }, null] },
    });
  });

  it('answers deep questions about recursive types in reasonable size', async () => {
    let query = '{ name }';
    for (let level = 0; level < 30; level += 1) query = `{ children ${query} }`;
    expect(JSON.stringify(await ask(`{ tree ${query} }`)).length).toBeLessThan(100_000);
  });

  it.each([
    ['no query', {}],
    ['nothing at all', null],
  ])('refuses a request with %s', async (_, body) => {
    const asked = service.call({ body: JSON.stringify(body), context: aContext(), read: (answer) => answer });
    await expect(asked).rejects.toThrow('without a query');
  });

  it('refuses a document that asks nothing', async () => {
    await expect(ask('fragment F on Query { int }')).rejects.toThrow('no operation');
  });
});
