import { existsSync } from 'node:fs';
import { z } from 'zod';

interface AppEnvironment {
  readonly app: string;
  readonly variables: readonly Variable[];
}

export interface Variable {
  readonly name: string;
  /** Undefined when the schema does not describe it; generating then fails. */
  readonly description: string | undefined;
  readonly isRequired: boolean;
  readonly defaultText: string | undefined;
  /** Range or choice, in words. */
  readonly allowed: string;
}

/** The apps that read an environment, with the name of the schema that `<app>.config` exports. */
const APPS = {
  gateway: 'GatewayEnv',
  cpr: 'CprEnv',
  'udbetaling-danmark': 'UdkEnv',
  skat: 'SkatEnv',
  'test-mitid': 'TestMitIdEnv',
  'test-sources': 'TestSourcesEnv',
} as const;

/** Reads the schemas of all apps that exist. Runs in dist/, where the apps are plain JavaScript. */
export async function appEnvironments(): Promise<AppEnvironment[]> {
  const found: AppEnvironment[] = [];
  for (const [app, schemaName] of Object.entries(APPS)) {
    const file = new URL(`../../apps/${app}/src/${app}.config.js`, import.meta.url);
    if (!existsSync(file)) continue;
    const module: unknown = await import(file.href);
    const schema = typeof module === 'object' && module !== null ? Reflect.get(module, schemaName) : undefined;
    if (!(schema instanceof z.ZodObject)) throw new Error(`apps/${app}/src/${app}.config.ts exports no ${schemaName}`);
    found.push({ app, variables: variablesOf(schema) });
  }
  return found;
}

export function variablesOf(schema: z.ZodObject): Variable[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    if (!(field instanceof z.ZodType)) throw new TypeError(`${name} is not a zod schema`);
    const { description, ...form } = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
    const unset = field.safeParse(undefined);
    return {
      name,
      description,
      isRequired: !unset.success,
      defaultText: unset.success && unset.data !== undefined ? defaultText(unset.data) : undefined,
      allowed: allowed(form),
    };
  });
}

function defaultText(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function allowed({ type, format, minimum, maximum, enum: choice }: z.core.JSONSchema.BaseSchema): string {
  if (choice !== undefined) return choice.map((value) => `\`${String(value)}\``).join(', ');
  const isSafe = (bound: number | undefined) => bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  if (type === 'integer' || type === 'number')
    return isSafe(minimum) && isSafe(maximum) ? `${minimum} to ${maximum}` : `a ${type}`;
  return format === 'date-time' ? 'ISO 8601 instant with offset' : 'text';
}
