/**
 * Builds the playground into dist/playground/ when its inputs changed: the app, the overview query, the locked packages.
 * Says nothing when the build is fresh. A build that breaks off leaves the one before in place.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const app = path.join(root, 'apps/gateway/playground-ui');
const output = path.join(root, 'dist/playground');
// 'use client' and 'use no memo' in dependencies mean nothing here.
const IGNORED_LOGS = new Set(['MODULE_LEVEL_DIRECTIVE']);
const stamp = path.join(output, '.inputs-sha256');

function inputs() {
  const ownFiles = readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(spec\.ts|md)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const others = ['contracts/operations/personal-overview.graphql', 'package-lock.json', 'tools/build-playground.mjs'];
  return [...ownFiles, ...others.map((file) => path.join(root, file))].sort();
}

function hashOfInputs() {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const file of inputs()) hash.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

async function bundle(folder) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: app,
    base: '/playground/',
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0, // font-src 'self': no data: addresses
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { onLog: (level, log, pass) => IGNORED_LOGS.has(log.code) || pass(level, log) },
    },
    worker: { format: 'es' },
  });
}

/** A compressed twin of what is large; see COMPRESSED in playground.controller.ts. */
async function compress(folder) {
  const assets = path.join(folder, 'assets');
  const large = readdirSync(assets).filter((name) => /\.(css|js|ttf)$/.test(name));
  await Promise.all(
    large.map(async (name) => {
      const file = path.join(assets, name);
      await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file)));
    }),
  );
}

/**
 * Bundling has its own process: Vite sets NODE_ENV of the process that it runs in, and the apps that `npm start` starts
 * next must not take themselves for production.
 */
async function bundleApart(folder) {
  const bundler = spawn(process.execPath, [fileURLToPath(import.meta.url), '--into', folder], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [exitCode] = await once(bundler, 'exit');
  if (exitCode !== 0) throw new Error('The playground could not be built; the reason is above.');
}

/** Returns whether something was built. */
export async function buildPlayground() {
  const wanted = hashOfInputs();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const folder = `${output}.${process.pid}`;
  mkdirSync(path.dirname(output), { recursive: true });
  try {
    await bundleApart(folder);
    writeFileSync(path.join(folder, path.basename(stamp)), wanted);
    rmSync(output, { recursive: true, force: true });
    renameSync(folder, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [flag, folder] = process.argv.slice(2);
  if (flag === '--into' && folder) {
    await bundle(folder);
    await compress(folder);
  } else {
    const startedAt = performance.now();
    if (await buildPlayground()) {
      console.log(`Playground built into dist/playground in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    }
  }
}
