import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const FEDERATION = 'https://specs.apollo.dev/federation/v2.12';

/** Composes subgraphs of Federation 2, each with what it imports; `@key` and the like are imported for it. */
export function composed(subgraphs: Readonly<Record<string, string>>, imports: readonly string[] = []): string {
  const imported = ['@key', '@external', '@requires', '@provides', '@shareable', '@inaccessible', ...imports];
  const link = `extend schema @link(url: "${FEDERATION}", import: [${imported.map((name) => (name.startsWith('{') ? name : `"${name}"`)).join(', ')}])`;
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid/graphql`,
    typeDefs: parse(`${link}\n${sdl}`),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
