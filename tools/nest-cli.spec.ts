import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Project = z.object({ root: z.string(), entryFile: z.string(), sourceRoot: z.string() });
const { projects } = z
  .object({ monorepo: z.literal(true), projects: z.record(z.string(), Project) })
  .parse(JSON.parse(readFileSync('nest-cli.json', 'utf8')));

it.each(Object.entries(projects))('%s lies where nest-cli.json says', (_name, { root, entryFile, sourceRoot }) => {
  expect([root, sourceRoot, path.join(sourceRoot, `${entryFile}.ts`)].filter((place) => !existsSync(place))).toEqual(
    [],
  );
});

it('lists every app and every library', () => {
  const onDisk = ['apps', 'libs'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));

  expect(
    Object.values(projects)
      .map(({ root }) => root)
      .toSorted(),
  ).toEqual(onDisk.toSorted());
});

it('has one alias per library and no back door into its files', () => {
  const { compilerOptions } = z
    .object({ compilerOptions: z.object({ paths: z.record(z.string(), z.array(z.string())) }) })
    .parse(JSON.parse(readFileSync('tsconfig.json', 'utf8')));
  const libraries = readdirSync('libs').toSorted();

  expect(Object.entries(compilerOptions.paths).toSorted()).toEqual(
    libraries.map((name) => [`@app/${name}`, [`./libs/${name}/src/index.ts`]]),
  );
});
