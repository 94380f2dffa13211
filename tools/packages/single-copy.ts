import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Packages of Apollo's federation that take each other's objects apart. */
const FEDERATION = ['gateway', 'composition', 'query-planner', 'query-graphs', 'federation-internals', 'subgraph'].map(
  (name) => `@apollo/${name}`,
);
const SINGLE = [...FEDERATION, 'graphql'];

export interface InstalledCopy {
  readonly name: string;
  readonly version: string;
  /** Folder relative to the root. */
  readonly folder: string;
}

const Manifest = z.object({ version: z.string() });

/** Every copy of the watched packages below a project's node_modules, however deep npm has put it. */
export function copiesOf(root: string): InstalledCopy[] {
  return nodeModulesBelow(path.join(root, 'node_modules')).flatMap((nodeModules) =>
    SINGLE.map((name) => ({ name, folder: path.join(nodeModules, name) }))
      .filter(({ folder }) => existsSync(path.join(folder, 'package.json')))
      .map(({ name, folder }) => ({ name, version: versionIn(folder), folder: path.relative(root, folder) })),
  );
}

export function singleCopyFaults(copies: readonly InstalledCopy[]): string[] {
  const byName = Map.groupBy(copies, ({ name }) => name);
  const versions = new Set(copies.filter(({ name }) => FEDERATION.includes(name)).map(({ version }) => version));
  return [
    ...SINGLE.filter((name) => !byName.has(name)).map((name) => `${name} is not installed`),
    ...[...byName]
      .filter(([, found]) => found.length > 1)
      .map(([name, found]) => `${name} is installed ${found.length} times: ${found.map(described).join(', ')}`),
    ...(versions.size > 1 ? [`the federation packages differ in version: ${copies.map(described).join(', ')}`] : []),
  ];
}

function described({ folder, version }: InstalledCopy): string {
  return `${folder} ${version}`;
}

function versionIn(folder: string): string {
  return Manifest.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))).version;
}

function nodeModulesBelow(nodeModules: string): string[] {
  if (!existsSync(nodeModules)) return [];
  const packages = readdirSync(nodeModules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@')
        ? readdirSync(path.join(nodeModules, name)).map((scoped) => path.join(nodeModules, name, scoped))
        : [path.join(nodeModules, name)],
    );
  return [nodeModules, ...packages.flatMap((folder) => nodeModulesBelow(path.join(folder, 'node_modules')))];
}
