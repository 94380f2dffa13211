import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, print, type FieldNode } from 'graphql';

/** The registered document that the bench asks for. */
export interface OverviewDocument {
  readonly text: string;
  /** SHA-256 of the text, hex: the id under which our gateway takes it. */
  readonly id: string;
}

export function readOverviewDocument(contractsDir: string): OverviewDocument {
  const text = readFileSync(path.join(contractsDir, 'operations/personal-overview.graphql'), 'utf8');
  return { text, id: createHash('sha256').update(text).digest('hex') };
}

/** The part of the overview that one authority answers, as an `_entities` operation for its subgraph. */
export function entityOperationFor(authority: string, contractsDir: string, document: OverviewDocument): string {
  const sdl = readFileSync(path.join(contractsDir, authority, 'schema.graphql'), 'utf8');
  const names = citizenFieldsIn(sdl);
  const sections = sectionsOf(document.text).filter(({ name }) => names.has(name.value));
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${sections.map((section) => print(section)).join(' ')} } } }`;
}

function sectionsOf(document: string): readonly FieldNode[] {
  const definition = parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [me] = definition?.selectionSet.selections ?? [];
  if (me?.kind !== Kind.FIELD || me.selectionSet === undefined) throw new TypeError('the overview asks for `me` alone');
  return me.selectionSet.selections.filter((node): node is FieldNode => {
    if (node.kind !== Kind.FIELD) throw new TypeError('sections of the overview are plain fields');
    return node.name.value !== 'id';
  });
}

function citizenFieldsIn(sdl: string): ReadonlySet<string> {
  for (const definition of parse(sdl).definitions)
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Citizen')
      return new Set((definition.fields ?? []).map(({ name }) => name.value));
  throw new TypeError('a subgraph without citizens');
}
