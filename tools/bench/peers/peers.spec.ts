import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8');
const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));
const { packages } = z
  .object({
    packages: z.record(z.string(), z.object({ version: z.string().optional(), license: z.string().optional() })),
  })
  .parse(JSON.parse(read('package-lock.json')));

describe('the packages of the peers', () => {
  it('are pinned, and locked in the same versions', () => {
    for (const [name, version] of Object.entries(dependencies))
      expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });

  it('are told in the README in these versions', () => {
    const told = [...read('README.md').matchAll(/`([@\w/-]+)` (\d+\.\d+\.\d+)/g)].map(([, name, version]) => [
      name,
      version,
    ]);
    expect(told.length).toBeGreaterThanOrEqual(7);
    for (const [name, version] of told) {
      const known = dependencies[name!] ?? dependencies[`@graphql-hive/${name}`];
      expect([name, version]).toEqual([name, known]);
    }
  });
});
