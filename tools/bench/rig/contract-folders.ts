import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeSupergraph } from '@app/contracts';
import { Kind, parse, print } from 'graphql';
import { parseDocument } from 'yaml';
import { ENTRY, ENTRY_SDL, type Shape, type ShapeAuthority } from '../shapes/shape.js';

/** The longest that a contract allows; on a busy machine a late replay must not look like a slow authority. */
const PATIENT_MS = 2_000;
const ME = 'me: Citizen!';
const CITIZEN = 'citizen(id: ID!): Citizen!';

/** A folder as `GATEWAY_CONTRACTS_DIR` takes it, and the operation that is registered in it. */
export interface GatewayContracts {
  readonly folder: string;
  readonly documentId: string;
}

/**
 * The supergraph of a shape with the addresses of its subgraphs, for gateways without identity.
 *
 * Note: our composition lets no client name a citizen, so what is composed has `me`, and `citizen(id:)` takes its place
 *       afterwards.
 */
export async function supergraphFor(shape: Shape, root: string, folder: string, urlOf: (name: string) => string) {
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(root, 'contracts/common-model.graphql'), path.join(folder, 'common-model.graphql'));
  const coordinates = [{ name: 'session', classification: 'ORDINARY', coordinates: ['Query.me', 'Citizen.id'] }];
  writeContract(root, ENTRY, folder, ENTRY, ENTRY_SDL.replace(CITIZEN, ME), coordinates);
  for (const authority of shape.authorities) writeAuthority(root, folder, authority);
  const { supergraphSdl } = await composeSupergraph(folder);
  if (!supergraphSdl.includes(ME)) throw new Error('the composed supergraph has lost its entry');
  return [ENTRY, ...shape.authorities.map(({ name }) => name)].reduce(
    (sdl, name) => sdl.replace(`url: "https://${name}.invalid/graphql"`, () => `url: "${urlOf(name)}"`),
    supergraphSdl.replace(ME, CITIZEN),
  );
}

/**
 * The contracts of our own gateway, as they are, with two changes: time limits, which `timeLimitMs` replaces, and what is
 * registered, which is the page of the shape together with all that the page of today asks for beside `me`. Synthetic
 * authorities come on top of the real ones.
 */
export async function gatewayContractsFor(
  shape: Shape,
  root: string,
  folder: string,
  timeLimitMs = PATIENT_MS,
): Promise<GatewayContracts> {
  const contracts = path.join(root, 'contracts');
  cpSync(contracts, folder, { recursive: true });
  const synthetic = shape.authorities.filter(({ name }) => name.startsWith('authority-'));
  for (const authority of synthetic) writeAuthority(root, folder, authority);
  for (const { name } of shape.authorities) relax(path.join(folder, name, 'contract.yaml'), timeLimitMs);
  if (synthetic.length > 0) {
    const { supergraphSdl } = await composeSupergraph(folder);
    writeFileSync(path.join(folder, 'supergraph.graphql'), supergraphSdl);
  }
  const besides = besidesMeIn(readFileSync(path.join(contracts, 'operations/personal-overview.graphql'), 'utf8'));
  return { folder, documentId: register(folder, `query Page { me { id ${shape.selection} } ${besides} }\n`) };
}

function register(folder: string, text: string): string {
  const operations = path.join(folder, 'operations');
  rmSync(operations, { recursive: true });
  mkdirSync(operations);
  const id = createHash('sha256').update(text).digest('hex');
  writeFileSync(path.join(operations, 'page.graphql'), text);
  writeFileSync(path.join(operations, 'manifest.json'), JSON.stringify({ [id]: 'page.graphql' }));
  return id;
}

/** What a document asks for at its root beside `me`: the status of the sources. */
function besidesMeIn(document: string): string {
  const definition = parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return (definition?.selectionSet.selections ?? [])
    .filter((node) => node.kind === Kind.FIELD && node.name.value !== 'me')
    .map((node) => print(node))
    .join(' ');
}

function writeAuthority(root: string, folder: string, { name, sdl }: ShapeAuthority): void {
  const citizenField = /^ {2}(account\w+):/m.exec(sdl)?.[1];
  if (citizenField === undefined) {
    cpSync(path.join(root, 'contracts', name), path.join(folder, name), { recursive: true });
    return;
  }
  const types = [...sdl.matchAll(/^(?:type|interface) (\w+)/gm)].map(([, type]) => type!);
  const coordinates = types.map((type) => (type === 'Citizen' ? `Citizen.${citizenField}` : `${type}.*`));
  writeContract(root, 'skat', folder, name, sdl, [{ name: 'account', classification: 'CONFIDENTIAL', coordinates }]);
}

/** A contract with the terms of a real one, for another schema. */
function writeContract(
  root: string,
  like: string,
  folder: string,
  name: string,
  sdl: string,
  fieldGroups: readonly object[],
): void {
  const contract = parseDocument(readFileSync(path.join(root, 'contracts', like, 'contract.yaml'), 'utf8'));
  contract.set('authority', name);
  contract.set('fieldGroups', fieldGroups);
  if (contract.has('agreement')) contract.setIn(['agreement', 'number'], `OPDIGTET-${name.toUpperCase()}-001`);
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, 'contract.yaml'), contract.toString());
  writeFileSync(path.join(folder, name, 'schema.graphql'), sdl);
}

function relax(file: string, timeLimitMs: number): void {
  const contract = parseDocument(readFileSync(file, 'utf8'));
  contract.setIn(['service', 'timeLimitMs'], timeLimitMs);
  contract.setIn(['service', 'openingHours'], 'always');
  contract.deleteIn(['service', 'closedWindows']);
  writeFileSync(file, contract.toString());
}
