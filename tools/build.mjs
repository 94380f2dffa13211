/**
 * Compiles apps, libs and tools into dist/, only what changed since the last run.
 * Library aliases of tsconfig.json become relative paths, so plain Node runs the result.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { swcOptions } from '../swc.config.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const FOLDERS = ['apps', 'libs', 'tools', 'test/mutants'];
const { compilerOptions } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8'));
const settingsAt = Math.max(
  ...['tsconfig.json', 'swc.config.mjs', 'package-lock.json'].map((file) => statSync(path.join(root, file)).mtimeMs),
);

const isSource = (file) => file.endsWith('.ts') && !/\.(spec|e2e-spec|d)\.ts$/.test(file);

function* sourcesBelow(folder) {
  // The container image has no tests, and so no mutants.
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'playground-ui', 'test'].includes(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesBelow(file);
    else if (isSource(entry.name)) yield file;
  }
}

function* filesBelow(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else yield file;
  }
}

const outputOf = (source) => path.join(dist, path.relative(root, source)).replace(/\.ts$/, '.js');
const isFresh = (source, output) =>
  existsSync(output) && statSync(output).mtimeMs >= Math.max(statSync(source).mtimeMs, settingsAt);

async function compile(source) {
  const output = outputOf(source);
  if (isFresh(source, output)) return;
  const { code, map } = await transform(readFileSync(source, 'utf8'), {
    ...swcOptions,
    filename: source,
    sourceFileName: path.relative(path.dirname(output), source),
    jsc: { ...swcOptions.jsc, baseUrl: root, paths: compilerOptions.paths },
    module: { ...swcOptions.module, resolveFully: true },
  });
  mkdirSync(path.dirname(output), { recursive: true });
  writeFileSync(`${output}.map`, map);
  writeFileSync(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
}

export async function build() {
  const sources = FOLDERS.flatMap((folder) => [...sourcesBelow(path.join(root, folder))]);
  const wanted = new Set(sources.map(outputOf));
  for (const folder of FOLDERS)
    for (const file of filesBelow(path.join(dist, folder))) if (!wanted.has(file.replace(/\.map$/, ''))) rmSync(file);
  await Promise.all(sources.map(compile));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
