import type { CprNumber } from '@app/domain';
import { Kind, parse } from 'graphql';

export const SHAPE_IDS = ['overview', 'wide'] as const;
export type ShapeId = (typeof SHAPE_IDS)[number];

/** One subgraph of a shape, and what it says. */
export interface ShapeAuthority {
  readonly name: string;
  readonly sdl: string;
  /** What was recorded of some citizens, with slots where each citizen's own values go; see `AnswerTemplate`. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** The amount that shows whose an answer is; `undefined` where something else shows it. Unit: øre. */
  amountOf(cprNumber: CprNumber): number | undefined;
}

/** What is asked of whom. */
export interface Page {
  readonly authorities: readonly Pick<ShapeAuthority, 'name' | 'sdl'>[];
  /** Selection below a citizen, without braces; plain fields at its top. */
  readonly selection: string;
}

/** A page that is measured. Every gateway under test gets the same. */
export interface Shape extends Page {
  readonly id: ShapeId;
  readonly title: string;
  readonly authorities: readonly ShapeAuthority[];
  /** Pieces of text that the JSON of a citizen's page holds and no other citizen's does: one from each authority. */
  marksOf(cprNumber: CprNumber): readonly string[];
}

/** The subgraph that says who a citizen is. Gateways without identity are told by an argument. */
export const ENTRY = 'gateway';
export const ENTRY_SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  "The citizen (borgeren) whom the request is about."
  citizen(id: ID!): Citizen!
}

"A citizen (borger), seen by every authority through its own fields."
type Citizen @key(fields: "id") {
  "Opaque reference (sessionsreference)."
  id: ID!
}
`;

/** The operation for gateways without identity. Another `name` makes it another text with the same answer. */
export function operationFor(page: Page, name = 'Page'): string {
  return `query ${name}($id: ID!) { me: citizen(id: $id) { id ${page.selection} } }`;
}

/** Fields of the page by the authority that owns them, in the order of the document. */
export function sectionsOf({ selection, authorities }: Page): readonly { name: string; authority: string }[] {
  const owners = new Map(authorities.flatMap(({ name, sdl }) => citizenFieldsIn(sdl).map((field) => [field, name])));
  return topFieldsOf(selection).map(({ name }) => {
    const authority = owners.get(name);
    if (authority === undefined) throw new TypeError(`no authority has ${name}`);
    return { name, authority };
  });
}

/** The part of the page that one authority answers, as an `_entities` operation for its subgraph. */
export function entityOperationFor(authority: string, page: Page): string {
  const own = new Set(
    sectionsOf(page)
      .filter((section) => section.authority === authority)
      .map(({ name }) => name),
  );
  const sections = topFieldsOf(page.selection).filter(({ name }) => own.has(name));
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${sections.map(({ text }) => text).join(' ')} } } }`;
}

export function topFieldsOf(selection: string): readonly { readonly name: string; readonly text: string }[] {
  const source = `{ ${selection} }`;
  const [definition] = parse(source).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('a selection is expected');
  return definition.selectionSet.selections.map((node) => {
    if (node.kind !== Kind.FIELD) throw new TypeError('sections of a page are plain fields');
    return { name: node.name.value, text: source.slice(node.loc!.start, node.loc!.end) };
  });
}

function citizenFieldsIn(sdl: string): string[] {
  for (const definition of parse(sdl).definitions)
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Citizen')
      return (definition.fields ?? []).map(({ name }) => name.value);
  throw new TypeError('a subgraph without citizens');
}
