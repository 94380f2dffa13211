import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const USUAL = ['@key', '@external', '@requires', '@provides', '@shareable', '@inaccessible'];

/** Composes subgraphs of Federation 2. `imports`: what they import beside the usual directives, as in `@link`. */
export function composed(subgraphs: Readonly<Record<string, string>>, imports: readonly string[] = []): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid/graphql`,
    typeDefs: parse(linked(sdl, imports)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** The subgraph with what it imports. */
export function linked(sdl: string, imports: readonly string[] = []): string {
  const names = [...USUAL, ...imports].map((name) => (name.startsWith('{') ? name : `"${name}"`));
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: [${names.join(', ')}])\n${sdl}`;
}
