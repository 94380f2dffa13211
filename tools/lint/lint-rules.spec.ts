import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../testing/temporary-folder.js';

const ROOT = path.resolve('.');
const TSCONFIG = JSON.stringify({
  compilerOptions: { module: 'NodeNext', moduleResolution: 'NodeNext', target: 'ES2023', strict: true, types: [] },
});

/** Each file breaks the rule on purpose. */
const RED: [rule: string, file: string, text: string][] = [
  ['typescript(no-explicit-any)', 'libs/a/src/any.ts', 'export const value: any = 1;'],
  [
    'typescript(no-floating-promises)',
    'libs/a/src/floating.ts',
    'async function go() {}\nexport function start() {\n  go();\n}',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'libs/a/src/switch.ts',
    "export function of(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}",
  ],
  ['eslint(no-console)', 'libs/a/src/console.ts', "export function say() {\n  console.log('x');\n}"],
  ['import(no-default-export)', 'libs/a/src/default.ts', 'export default 1;'],
  ['node(no-process-env)', 'libs/a/src/environment.ts', "export const value = process.env['A'];"],
  [
    'eslint(no-restricted-globals)',
    'apps/a/src/feature/calls.service.ts',
    "export const call = () => fetch('https://a.invalid');",
  ],
  ['jest(no-focused-tests)', 'libs/a/src/focused.spec.ts', "it.only('runs alone', () => {});"],
];

/** What stands beside the rules and is allowed. */
const GREEN: Readonly<Record<string, string>> = {
  'libs/a/src/fine.ts': 'async function go() {}\nexport async function start() {\n  await go();\n}',
  'libs/a/src/default-branch.ts':
    "export function of(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n      return 1;\n    default:\n      return 2;\n  }\n}",
  'apps/a/src/a.config.ts': "export const value = process.env['A'];",
  'apps/a/src/main.ts': "export const value = process.env['A'];",
  'apps/a/src/sources/a.client.ts': "export const call = () => fetch('https://a.invalid');",
  'tools/tool.ts': "console.log(process.env['A']);",
  'jest.config.mjs': 'export default {};',
};

/** oxlint exits with 1 when it finds something, which is no failure here. */
async function findingsIn(folder: string): Promise<string[]> {
  const args = ['--format', 'unix'];
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: path.join(ROOT, 'node_modules/.bin/tsgolint') };
  const output = await new Promise<string>((resolve) =>
    execFile(path.join(ROOT, 'node_modules/.bin/oxlint'), args, { cwd: folder, env }, (_error, stdout) =>
      resolve(stdout),
    ),
  );
  return [...output.matchAll(/^([^:\n]+):.*\[\w+\/(.+)\]$/gm)].map(([, file, rule]) => `${rule}: ${file}`);
}

it('sees each lint rule broken, and nothing else', async () => {
  using folder = temporaryFolder({
    // A copy, as paths in it count from where it lies.
    '.oxlintrc.json': readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8'),
    'tsconfig.json': TSCONFIG,
    ...GREEN,
    ...Object.fromEntries(RED.map(([, file, text]) => [file, `${text}\n`])),
  });

  expect(new Set(await findingsIn(folder.path))).toEqual(new Set(RED.map(([rule, file]) => `${rule}: ${file}`)));
}, 20_000);
