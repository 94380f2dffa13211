import { buildSchema, parse, print } from 'graphql';
import { answering, type AnsweringEngine } from '../../test/planning/answering.js';
import { composed } from '../../test/planning/composed.js';
import { withConcreteConditions } from './concrete-conditions.js';
import { PlanningDesk } from './planning-desk.js';

const TITLES: Readonly<Record<string, string>> = { b1: 'Æventyr', f1: 'Broen', g1: 'Skak' };
const typeOf = (id: string) => ({ b: 'Book', f: 'Film', g: 'Game' })[id[0] ?? ''];
const idOf = (parent: unknown): string => String(Reflect.get(Object(parent), 'id'));
const thing = (id: string) => ({ __typename: typeOf(id), id });

const LIBRARY = {
  sdl: /* GraphQL */ `
    type Query {
      media: [Media!]!
    }
    interface Node {
      id: ID!
    }
    interface Work {
      title: String
    }
    interface Media implements Node @key(fields: "id") {
      id: ID!
      title: String
    }
    type Book implements Media & Node & Work @key(fields: "id") {
      id: ID!
      title: String
      pages: Int
    }
    type Film implements Media & Node & Work @key(fields: "id") {
      id: ID!
      title: String
    }
    type Game implements Media & Node @key(fields: "id") {
      id: ID!
      title: String
    }
    union Found = Book | Film | Other
    type Other {
      text: String
    }
  `,
  resolvers: {
    Query: { media: () => ['b1', 'f1', 'g1'].map(thing) },
    ...Object.fromEntries(
      ['Media', 'Book', 'Film', 'Game'].map((type) => [
        type,
        {
          __resolveReference: (reference: unknown) => thing(idOf(reference)),
          ...(type === 'Media' ? {} : { title: (parent: unknown) => TITLES[idOf(parent)] }),
        },
      ]),
    ),
  },
};
const ARCHIVE = {
  sdl: /* GraphQL */ `
    type Query {
      archived: [Media!]!
    }
    type Media @interfaceObject @key(fields: "id") {
      id: ID!
      title: String @external
      shelf: String
      label: String @requires(fields: "title")
    }
  `,
  resolvers: {
    Query: { archived: () => [{ id: 'f1' }, { id: 'b1' }] },
    Media: {
      // A subgraph with a store of its own finds nothing without a key.
      __resolveReference: (reference: unknown) => ('id' in Object(reference) ? reference : null),
      shelf: (parent: unknown) => `shelf of ${idOf(parent)}`,
      label: (parent: unknown) => `label ${String(Reflect.get(Object(parent), 'title'))}`,
    },
  },
};

describe('an interface that another subgraph serves as an object', () => {
  let engine: AnsweringEngine;
  beforeAll(async () => {
    engine = await answering({ library: LIBRARY, archive: ARCHIVE }, ['@interfaceObject']);
  });
  afterAll(() => engine.stop());

  const film = { id: 'f1', title: 'Broen' };
  const book = { id: 'b1', title: 'Æventyr' };

  it.each<[string, string, unknown]>([
    ['an interface that it implements', '{ archived { ... on Node { id } title } }', [film, book]],
    ['that interface in a fragment', '{ archived { ...F title } } fragment F on Node { id }', [film, book]],
    ['an interface that some implementations have', '{ archived { id ... on Work { title } } }', [film, book]],
    ['a union', '{ archived { id ... on Found { ... on Book { title } } } }', [{ id: 'f1' }, book]],
    [
      'such ones in each other',
      '{ archived { id ... on Work { ... on Node { ... on Media { title } } } } }',
      [film, book],
    ],
    [
      'one with a directive below an implementation',
      '{ archived { id ... on Book { ... on Work @skip(if: $off) { title } ...F @include(if: $on) } } } fragment F on Node { same: id }',
      [{ id: 'f1' }, { ...book, same: 'b1' }],
    ],
    [
      'one that only some of them can have below another',
      '{ archived { id ... on Work { ... on Film { title } ... on Book { pages } } } }',
      [film, { id: 'b1', pages: null }],
    ],
  ])('is planned under the condition of %s', async (_, document, archived) => {
    const variables = document.includes('$on') ? 'query($on: Boolean = true, $off: Boolean = false) ' : '';
    expect(await engine.ask(variables + document)).toEqual({ data: { archived }, errors: [] });
  });

  it.each<[string, string, unknown]>([
    [
      'one implementation beside what all are asked',
      '{ media { shelf ... on Book { label } } }',
      [{ shelf: 'shelf of b1', label: 'label Æventyr' }, { shelf: 'shelf of f1' }, { shelf: 'shelf of g1' }],
    ],
    [
      'one implementation where all have what is required',
      '{ media { title ... on Book { label } } }',
      [{ title: 'Æventyr', label: 'label Æventyr' }, { title: 'Broen' }, { title: 'Skak' }],
    ],
    [
      'one implementation, with another field for it',
      '{ media { ... on Game { label shelf } ... on Film { shelf } } }',
      [{}, { shelf: 'shelf of f1' }, { label: 'label Skak', shelf: 'shelf of g1' }],
    ],
  ])('answers what requires something for %s', async (_, document, media) => {
    expect(await engine.ask(document)).toEqual({ data: { media }, errors: [] });
  });

  it('keeps a fragment with directives one fragment', () => {
    const { apiSdl } = new PlanningDesk().load(
      composed({ library: LIBRARY.sdl, archive: ARCHIVE.sdl }, ['@interfaceObject']),
    );
    const written = withConcreteConditions(
      parse('{ archived { id ... on Work @defer(label: "late") { title } } }'),
      buildSchema(apiSdl),
      new Set(['Media']),
    );
    expect(print(written).replace(/\s+/g, ' ')).toBe(
      '{ archived { id ... @defer(label: "late") { ... on Book { title } ... on Film { title } } } }',
    );
  });
});
