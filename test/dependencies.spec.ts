import { readFileSync } from 'node:fs';
import { z } from 'zod';

const root = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

const Group = z.record(z.string(), z.string()).default({});
const PackageJson = z.object({ dependencies: Group, optionalDependencies: Group, devDependencies: Group });
const Lock = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), license: z.string().optional() })),
});

interface Line {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly need: string;
  readonly rejected: string;
}

const text = read('docs/dependencies.md');
const lines = text.split('\n').flatMap(readLine);
const lock = Lock.parse(JSON.parse(read('package-lock.json'))).packages;
const { dependencies, optionalDependencies, devDependencies } = PackageJson.parse(JSON.parse(read('package.json')));
const declared = { ...dependencies, ...optionalDependencies, ...devDependencies };

function readLine(line: string): Line[] {
  const [, name, version, licence, need, rejected] = line.split('|').map((cell) => cell.trim());
  const packageName = /^`(.+)`$/.exec(name ?? '')?.[1];
  if (packageName === undefined || !version || !licence || !need || !rejected) return [];
  return [{ name: packageName, version, licence: licence.replaceAll('*', ''), need, rejected }];
}

describe('docs/dependencies.md', () => {
  it('has one line for every direct dependency and none besides', () => {
    expect(lines.map(({ name }) => name).toSorted()).toEqual(Object.keys(declared).toSorted());
  });

  it.each(lines)('tells version and licence of $name as the lock file has them', ({ name, version, licence }) => {
    const locked = lock[`node_modules/${name}`];
    expect({ version, licence }).toEqual({ version: locked?.version, licence: locked?.license });
    expect(declared[name]).toBe(version);
  });

  it('marks every package under the Elastic licence, indirect ones too', () => {
    const elastic = Object.entries(lock).filter(([, { license }]) => license === 'Elastic-2.0');
    const names = elastic.map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(names).not.toEqual([]);
    for (const name of names) expect(text).toContain(`\`${name}\``);
    for (const { name } of lines.filter(({ licence }) => licence === 'Elastic-2.0'))
      expect(text).toMatch(new RegExp(`^\\| \`${name}\` .*\\*\\*Elastic-2.0\\*\\*`, 'm'));
  });

  it('names every other licence in the tree that is not a permissive one', () => {
    const PERMISSIVE =
      /^(\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0)( (AND|OR) )?)+\)?$|^\(MIT( (AND|OR) [\w.-]+)+\)$/;
    const others = Object.entries(lock)
      .filter(([path, { license }]) => path !== '' && license !== undefined && !PERMISSIVE.test(license))
      .map(([, { license }]) => String(license));
    for (const licence of new Set(others)) expect(text).toContain(licence);
  });
});
