import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GraphQLError, Kind, parse, validate, type GraphQLSchema } from 'graphql';
import type { GeneratedFile } from './generated-files.js';

/**
 * contracts/operations/manifest.json: id of a document (SHA-256 of its exact text, hex) to its file.
 *
 * Errors: `faults` names every document that does not fit the schema; the page would get nothing from it.
 */
export function operationsManifest(
  contractsDir: string,
  apiSchema: GraphQLSchema,
): { readonly generated: GeneratedFile; readonly faults: readonly string[] } {
  const folder = path.join(contractsDir, 'operations');
  const documents = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));
  const manifest = Object.fromEntries(documents.map(({ file, text }) => [idOf(text), file]));
  const faults = documents.flatMap(({ file, text }) =>
    faultsOf(file, text, apiSchema).map((fault) => `${path.join(folder, file)}:${fault}`),
  );
  return { generated: { file: 'contracts/operations/manifest.json', text: JSON.stringify(manifest, null, 2) }, faults };
}

export function idOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

function faultsOf(file: string, text: string, apiSchema: GraphQLSchema): string[] {
  try {
    const document = parse(text);
    const names = document.definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value ?? ''] : [],
    );
    const expected = nameFor(file);
    return [
      ...(names.join() === expected ? [] : [`1 must hold exactly one operation, named ${expected}`]),
      ...validate(apiSchema, document).map(placed),
    ];
  } catch (error) {
    if (error instanceof GraphQLError) return [placed(error)];
    throw error;
  }
}

/** `personal-overview.graphql` holds `PersonalOverview`. */
function nameFor(file: string): string {
  return path
    .basename(file, '.graphql')
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function placed(error: GraphQLError): string {
  return `${error.locations?.[0]?.line ?? 1} ${error.message}`;
}
