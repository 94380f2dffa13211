import { execFile } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { temporaryFolder } from '../testing/temporary-folder.js';

const ROOT = path.resolve('.');
const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const ALIASES = [
  'errors',
  'domain',
  'config',
  'contracts',
  'resilience',
  'telemetry',
  'identity',
  'federation',
  'subgraph',
  'testing',
];
const APOLLO = '@apollo/composition';

const Report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});

/** A repository in small: every library, one package of each kind. */
const GROUND: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ type: 'module', dependencies: { zod: '4', axios: '1', [APOLLO]: '2' } }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      paths: Object.fromEntries(ALIASES.map((name) => [`@app/${name}`, [`./libs/${name}/src/index.ts`]])),
    },
  }),
  ...Object.fromEntries(ALIASES.map((name) => [`libs/${name}/src/index.ts`, 'export const here = 1;'])),
  'libs/config/src/hidden.ts': 'export const hidden = 1;',
  'apps/cpr/src/cpr.config.ts': 'export const CprEnv = 1;',
  'apps/cpr/src/sources/cpr-source.client.ts': 'export const source = 1;',
  'apps/cpr/src/cpr.module.ts': 'export const module = 1;',
  'tools/tool.ts': 'export const tool = 1;',
  ...Object.fromEntries(
    ['zod', 'axios', APOLLO, 'undeclared'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'export const x = 1;'],
    ]),
  ),
};

const uses = (specifier: string) => `import * as used from '${specifier}';\nexport const value = used;\n`;

/** Each file breaks the rule on purpose. */
const RED: [rule: string, file: string, text: string][] = [
  ['no-cycle', 'libs/config/src/one.ts', uses('./two.js')],
  ['app-island', 'apps/skat/src/skat.module.ts', uses('../../cpr/src/cpr.module.js')],
  ['lib-below-app', 'libs/subgraph/src/reaches-up.ts', uses('../../../apps/cpr/src/cpr.module.js')],
  ['app-below-tool', 'apps/skat/src/skat.service.ts', uses('../../../tools/tool.js')],
  ['front-door', 'apps/skat/src/back-door.service.ts', uses('../../../libs/config/src/hidden.js')],
  ['layer-0', 'libs/domain/src/with-package.ts', uses('zod')],
  ['layer-0', 'libs/domain/src/with-node.ts', uses('node:fs')],
  ['layer-1', 'libs/telemetry/src/knows-config.ts', uses('@app/config')],
  ['layer-2', 'libs/identity/src/knows-subgraph.ts', uses('@app/subgraph')],
  ['engine-ports', 'libs/federation/src/knows-identity.ts', uses('@app/identity')],
  ['layer-3', 'libs/subgraph/src/knows-engine.ts', uses('@app/federation')],
  ['test-kit-in-tests', 'apps/cpr/src/with-test-persons.service.ts', uses('@app/testing')],
  ['feature-over-source', 'apps/cpr/src/person/person.service.ts', uses('../sources/cpr-source.client.js')],
  ['plain-file', 'apps/cpr/src/person/person.ts', uses('zod')],
  ['tools-config-only', 'tools/looks-inside.ts', uses('../apps/cpr/src/cpr.module.js')],
  ['apollo-behind-one-port', 'apps/gateway/src/gateway.module.ts', uses(APOLLO)],
  ['http-client-place', 'apps/cpr/src/person/calls-out.service.ts', uses('axios')],
  ['declared', 'libs/config/src/surprise.ts', uses('undeclared')],
  ['resolvable', 'libs/config/src/nowhere.ts', uses('./nowhere-at-all.js')],
];

/** What stands beside each rule and is allowed. */
const GREEN: Readonly<Record<string, string>> = {
  'libs/config/src/two.ts': uses('./one.js'),
  'libs/errors/src/knows-domain.ts': uses('@app/domain'),
  'libs/config/src/own-file.ts': uses('./hidden.js') + uses('zod').replaceAll('used', 'more').replace('value', 'other'),
  'libs/federation/src/knows-resilience.ts': uses('@app/resilience'),
  'libs/contracts/src/composes.ts': uses(APOLLO),
  'libs/subgraph/src/calls-out.ts': uses('axios'),
  'libs/domain/src/property.spec.ts': uses('zod'),
  'apps/cpr/src/sources/other.client.ts': uses('axios'),
  'apps/cpr/src/person/person.module.ts': uses('../sources/cpr-source.client.js'),
  'apps/cpr/src/person/person.reply.ts': uses('zod'),
  'apps/cpr/src/with-test-persons.service.spec.ts': uses('@app/testing'),
  'apps/test-sources/src/facts.service.ts': uses('@app/testing'),
  'tools/reads-config.ts': uses('../apps/cpr/src/cpr.config.js'),
  'tools/token.ts': uses('@app/testing'),
  'apps/cpr/test/logs-in.e2e-spec.ts': uses('../../../tools/tool.js'),
  'test/system.e2e-spec.ts': uses('@app/testing'),
};

/** dependency-cruiser exits with the number of violations, which is no failure here. */
async function violationsIn(folder: string): Promise<{ from: string; rule: string }[]> {
  const config = path.join(ROOT, '.dependency-cruiser.mjs');
  const args = [CRUISER, 'apps', 'libs', 'test', 'tools', '--config', config, '--output-type', 'json'];
  const output = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 50_000_000 }, (_error, stdout, stderr) =>
      resolve(stdout || stderr),
    ),
  );
  const { violations } = Report.parse(JSON.parse(output)).summary;
  return violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}

async function rulesInConfiguration(): Promise<string[]> {
  const module: unknown = await import(path.join(ROOT, '.dependency-cruiser.mjs'));
  const Configuration = z.object({ default: z.object({ forbidden: z.array(z.object({ name: z.string() })) }) });
  return Configuration.parse(module).default.forbidden.map(({ name }) => name);
}

it('sees each boundary broken, and nothing else', async () => {
  using folder = temporaryFolder({
    ...GROUND,
    ...GREEN,
    ...Object.fromEntries(RED.map(([, file, text]) => [file, text])),
  });

  const found = await violationsIn(folder.path);

  expect(new Set(found.map(({ from, rule }) => `${rule}: ${from}`))).toEqual(
    new Set(RED.map(([rule, file]) => `${rule}: ${file}`)),
  );
}, 20_000);

it('has a broken example for every rule', async () => {
  expect(new Set(RED.map(([rule]) => rule))).toEqual(new Set(await rulesInConfiguration()));
});
