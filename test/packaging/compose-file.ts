import { globSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { CprEnv } from '../../apps/cpr/src/cpr.config.js';
import { GatewayEnv } from '../../apps/gateway/src/gateway.config.js';
import { SkatEnv } from '../../apps/skat/src/skat.config.js';
import { TestMitIdEnv } from '../../apps/test-mitid/src/test-mitid.config.js';
import { TestSourcesEnv } from '../../apps/test-sources/src/test-sources.config.js';
import { UdkEnv } from '../../apps/udbetaling-danmark/src/udbetaling-danmark.config.js';
import { read, root } from './repository.js';

/** What docker-compose.yml says, beside what the apps really take. */

const APP = {
  gateway: { prefix: 'GATEWAY', schema: GatewayEnv },
  cpr: { prefix: 'CPR', schema: CprEnv },
  'udbetaling-danmark': { prefix: 'UDK', schema: UdkEnv },
  skat: { prefix: 'SKAT', schema: SkatEnv },
  'test-mitid': { prefix: 'TEST_MITID', schema: TestMitIdEnv },
  'test-sources': { prefix: 'TEST_SOURCES', schema: TestSourcesEnv },
} as const satisfies Record<string, { readonly prefix: string; readonly schema: z.ZodObject }>;

export type AppName = keyof typeof APP;
export const APPS = Object.keys(APP) as AppName[];
export const AUTHORITIES = ['cpr', 'udbetaling-danmark', 'skat'] as const satisfies AppName[];

export const prefixOf = (app: AppName): string => APP[app].prefix;
const schemaOf = (app: AppName): z.ZodObject => APP[app].schema;

export const knownVariables: ReadonlySet<string> = new Set(APPS.flatMap((app) => Object.keys(schemaOf(app).shape)));

/** Strict: what is not listed here nobody has thought about. */
const Service = z.strictObject({
  build: z.literal('.'),
  image: z.string(),
  command: z.array(z.string()).min(1),
  read_only: z.literal(true),
  tmpfs: z.tuple([z.literal('/tmp')]),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  init: z.literal(true),
  pids_limit: z.int().positive(),
  mem_limit: z.string(),
  stop_grace_period: z.string().regex(/^\d+s$/),
  restart: z.enum(['unless-stopped', 'no']),
  network_mode: z.literal('none').optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.literal('service_completed_successfully') }))
    .default({}),
  environment: z.record(z.string(), z.string().regex(/^[^$]*$/, 'interpolated by the engine')).default({}),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).default([]),
  healthcheck: z.union([
    z.strictObject({ disable: z.literal(true) }),
    z.strictObject({
      test: z.tuple([z.literal('CMD'), z.literal('node'), z.literal('docker/check-health.mjs'), z.url()]),
      interval: z.string(),
      timeout: z.string(),
      start_period: z.string(),
      retries: z.int().positive(),
    }),
  ]),
});
export type Service = z.output<typeof Service>;

const Compose = z.strictObject({
  name: z.string(),
  'x-app': z.unknown(),
  'x-health': z.unknown(),
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.strictObject({ internal: z.literal(true).optional() })),
  volumes: z.record(z.string(), z.strictObject({})),
});

export const compose = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));

export function serviceOf(name: string): Service {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}

/** A variable of the service, named without the app's prefix: `PORT`. */
export function variableOf(app: AppName, name: string): string | undefined {
  return serviceOf(app).environment[`${prefixOf(app)}_${name}`];
}

/** What the app makes of its environment, defaults included. Throws for a variable that is missing, unknown or not valid. */
export function valuesOf(app: AppName): Readonly<Record<string, unknown>> {
  const { NODE_ENV: _, ...own } = serviceOf(app).environment;
  return z.strictObject(schemaOf(app).shape).parse(own);
}

/** Ports that the app listens on in its container, by variable. */
export function portsOf(app: AppName): Readonly<Record<string, number>> {
  return portsIn(valuesOf(app));
}

/** Ports of the app as nobody has set them. */
export function defaultPortsOf(app: AppName): Readonly<Record<string, number>> {
  const fields = Object.entries(schemaOf(app).shape).map(([name, field]) => [name, z.safeParse(field, undefined).data]);
  return portsIn(Object.fromEntries(fields) as Record<string, unknown>);
}

function portsIn(values: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, number] => entry[0].endsWith('_PORT') && typeof entry[1] === 'number',
    ),
  );
}

export function mainPortOf(app: string): number {
  const known = APPS.find((name) => name === app);
  const port = known === undefined ? undefined : portsOf(known)[`${prefixOf(known)}_PORT`];
  if (port === undefined) throw new Error(`${app} listens nowhere`);
  return port;
}

/** Addresses in the environment of a service. */
export function addressesIn(app: AppName): readonly URL[] {
  const texts = Object.values(serviceOf(app).environment);
  return texts.flatMap((text) => text.match(/https?:\/\/[^\s,]+/g) ?? []).map((text) => new URL(text));
}

export function healthAddressOf(app: AppName): URL {
  const { healthcheck } = serviceOf(app);
  if (!('test' in healthcheck)) throw new Error(`${app} has no health check`);
  return new URL(healthcheck.test[3]);
}

/** Paths that the app's controllers answer to GET, read from their decorators. */
export function pathsOf(app: AppName): readonly string[] {
  const isAuthority = AUTHORITIES.some((authority) => authority === app);
  const folders = isAuthority ? [`apps/${app}/src`, 'libs/subgraph/src'] : [`apps/${app}/src`];
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.controller.ts`, { cwd: root }))
    .flatMap((file) => getPathsIn(read(file)));
}

function getPathsIn(controller: string): string[] {
  const [, prefix = ''] = /@Controller\('([^']*)'\)/.exec(controller) ?? [];
  return [...controller.matchAll(/@Get\((?:'([^']*)')?\)/g)].map(
    ([, own = '']) => `/${[prefix, own].filter((part) => part !== '').join('/')}`,
  );
}
