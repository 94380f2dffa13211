import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, print, type DocumentNode, type SelectionNode } from 'graphql';

/**
 * The authority's part of the personal overview, as the gateway asks for it. `undefined`: it has none, or the folder of
 * contracts has no overview.
 */
export function overviewPartOf(contractsDir: string, authority: string): string | undefined {
  const overview = path.join(contractsDir, 'operations', 'personal-overview.graphql');
  const schema = path.join(contractsDir, authority, 'schema.graphql');
  if (!existsSync(overview) || !existsSync(schema)) return undefined;
  const own = citizenFieldsOf(read(schema));
  const selections = meSelectionsOf(read(overview)).filter(
    (selection) => selection.kind === Kind.FIELD && selection.name.value !== 'id' && own.has(selection.name.value),
  );
  if (selections.length === 0) return undefined;
  const fields = selections.map((selection) => print(selection)).join(' ');
  return `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Citizen { id recordOwner ${fields} } } }`;
}

function read(file: string): DocumentNode {
  return parse(readFileSync(file, 'utf8'), { noLocation: true });
}

function citizenFieldsOf({ definitions }: DocumentNode): ReadonlySet<string> {
  const names = definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Citizen'
      ? (definition.fields ?? []).map((field) => field.name.value)
      : [],
  );
  return new Set(names);
}

function meSelectionsOf({ definitions }: DocumentNode): readonly SelectionNode[] {
  return definitions.flatMap((definition) => {
    const [me] = definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
    return me?.kind === Kind.FIELD ? (me.selectionSet?.selections ?? []) : [];
  });
}
