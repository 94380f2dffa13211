import { readFile } from 'node:fs/promises';
import {
  HttpService,
  UnsupportedSupergraph,
  createEngine,
  createThreadPlanner,
  type Engine,
  type Service,
} from '@app/federation';
import { GraphQLError, Kind, parse, type DocumentNode } from 'graphql';
import { UsageError, isHttpUrl, type EngineOptions } from './engine-options.js';

/** The supergraph cannot be served; the message says why, for the person who composed it. */
export class UnusableSupergraph extends Error {}

export interface ServedSupergraph {
  readonly engine: Engine;
  stop(): Promise<void>;
}

/**
 * An engine over a supergraph file, asking its subgraphs over HTTP.
 *
 * Errors: `UnusableSupergraph`; `UsageError` for an address of a subgraph that is not there.
 */
export async function serveSupergraph({ supergraph, addresses }: EngineOptions): Promise<ServedSupergraph> {
  const sdl = await read(supergraph);
  const services = new Map<string, HttpService>();
  for (const [name, url] of addressesIn(sdl, addresses)) services.set(name, new HttpService({ name, url }));
  const planner = createThreadPlanner();
  const closeServices = () => Promise.all([...services.values()].map((service) => service.close()));
  try {
    const engine = await createEngine({ planner, supergraphSdl: sdl, services: new Map<string, Service>(services) });
    return {
      engine,
      stop: async () => {
        await engine.stop();
        await closeServices();
      },
    };
  } catch (thrown) {
    await Promise.all([planner.stop(), closeServices()]);
    if (thrown instanceof UnsupportedSupergraph || thrown instanceof GraphQLError)
      throw new UnusableSupergraph(thrown.message);
    throw thrown;
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    throw new UnusableSupergraph(`it cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function addressesIn(sdl: string, given: EngineOptions['addresses']): Map<string, string> {
  const composed = subgraphsOf(parseSdl(sdl));
  if (composed.size === 0) throw new UnusableSupergraph('it names no subgraphs (enum join__Graph): is it composed?');
  for (const name of given.keys())
    if (!composed.has(name))
      throw new UsageError(`--subgraph ${name}: the supergraph has ${[...composed.keys()].join(', ')}`);
  const addresses = new Map([...composed].map(([name, url]) => [name, given.get(name) ?? url]));
  for (const [name, url] of addresses)
    if (!isHttpUrl(url))
      throw new UnusableSupergraph(`subgraph ${name} has no address; give it one with --subgraph ${name}=http://…`);
  return addresses;
}

function parseSdl(sdl: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (thrown) {
    throw new UnusableSupergraph(`it is not GraphQL: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

/** Addresses by name, as composition wrote them into the values of the enum `join__Graph`. */
function subgraphsOf({ definitions }: DocumentNode): Map<string, string> {
  const graphs = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  const values = graphs.values ?? [];
  return new Map(
    values.flatMap(({ directives = [] }) =>
      directives
        .filter((directive) => directive.name.value === 'join__graph')
        .map(({ arguments: args = [] }): [string, string] => {
          const text = (wanted: string): string => {
            const value = args.find((argument) => argument.name.value === wanted)?.value;
            return value?.kind === Kind.STRING ? value.value : '';
          };
          return [text('name'), text('url')];
        }),
    ),
  );
}
