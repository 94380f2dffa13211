/**
 * Adds to package-lock.json the optional platform packages that its entries name and that it lacks. npm leaves out what
 * the registry at hand does not serve, and `npm ci` then refuses the lock file everywhere. Run after `npm install`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix'];
const PROCESSORS = ['x64', 'arm64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32', 'mips64el'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const missing = Object.entries(lock.packages).flatMap(([from, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isInstalledFrom(from, name))
    .map(([name, range]) => [`node_modules/${name}`, entryFor(name, range, entry)]),
);
for (const [key, entry] of missing) lock.packages[key] ??= entry;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${missing.length} entries added\n`);

/** Whether Node would find the package from that folder or one above it. */
function isInstalledFrom(folder, name) {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
    if (!at.includes('/node_modules/')) at = '';
    if (at === '') return lock.packages[`node_modules/${name}`] !== undefined;
  }
}

/** What npm writes, but for the integrity, which only the registry knows. */
function entryFor(name, range, { dev, devOptional }) {
  const words = name.split(/[/-]/);
  const named = (list) => list.filter((word) => words.includes(word));
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') && words.includes('linux') ? ['glibc'] : [];
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(named(PROCESSORS).length > 0 ? { cpu: named(PROCESSORS) } : {}),
    ...(dev || devOptional ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(named(SYSTEMS).length > 0 ? { os: named(SYSTEMS) } : {}),
  };
}
