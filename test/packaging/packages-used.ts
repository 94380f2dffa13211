import path from 'node:path';
import { read } from './repository.js';

/**
 * Packages that a file and all that it imports need when they run. What is imported as a type only is gone by then.
 *
 * Shape: names of packages; `entry` and all that it imports are files of this repository.
 */
export function packagesUsedFrom(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const specifier of specifiersIn(read(file))) {
      const own = ownFileOf(specifier, file);
      if (own !== undefined) open.push(own);
      else if (!specifier.startsWith('node:')) packages.add(packageOf(specifier));
    }
  }
  return packages;
}

const STATEMENT = /^(?:import|export)\s+(?!type\b)(?:([^;'"]*?)\s+from\s+)?'([^']+)'/gm;

function specifiersIn(source: string): string[] {
  return [...source.matchAll(STATEMENT)]
    .filter(([, names]) => !isTypesOnly(names))
    .map(([, , specifier = '']) => specifier);
}

function isTypesOnly(names = ''): boolean {
  const [, inner = ''] = /^\{([^}]*)\}$/s.exec(names.trim()) ?? [];
  const parts = inner
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => part.startsWith('type '));
}

function ownFileOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('@app/')) return `libs/${specifier.slice('@app/'.length)}/src/index.ts`;
  if (!specifier.startsWith('.')) return undefined;
  return path.join(path.dirname(importer), specifier).replace(/\.js$/, '.ts');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
