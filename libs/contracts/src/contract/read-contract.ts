import type { z } from 'zod';
import type { Finding } from '../finding.js';
import { descriptionAt } from './schema-description.js';
import { YamlSource } from './yaml-source.js';

export type Reading<T> =
  | { readonly isRead: true; readonly value: T; readonly source: YamlSource }
  | { readonly isRead: false; readonly findings: readonly Finding[] };

/** Reads contract.yaml against a strict schema; every fault with its line, its reason and what belongs there. */
export function readYaml<T extends z.ZodType>(schema: T, file: string, text: string): Reading<z.output<T>> {
  const source = new YamlSource(file, text);
  if (source.faults.length > 0) return { isRead: false, findings: source.faults };
  const values = valuesOf(source);
  if (values === undefined) return { isRead: false, findings: [aliasFault(file)] };
  const result = schema.safeParse(values.root);
  if (result.success) return { isRead: true, value: result.data, source };
  return {
    isRead: false,
    findings: result.error.issues.flatMap((issue) => findingsOf(issue, schema, source, values.root)),
  };
}

function valuesOf(source: YamlSource): { root: unknown } | undefined {
  try {
    return { root: source.values() };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function aliasFault(file: string): Finding {
  const reason = 'YAML aliases (*name) are not read.';
  return {
    file,
    line: 1,
    rule: 'contract/yaml',
    reason,
    fix: 'Write the value out where it is used.',
    severity: 'error',
  };
}

function findingsOf(issue: z.core.$ZodIssue, schema: z.ZodType, source: YamlSource, root: unknown): Finding[] {
  const { file } = source;
  const severity = 'error' as const;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      file,
      line: source.lineOf([...issue.path, key]),
      rule: 'contract/unknown-key',
      reason: `${nameOf([...issue.path, key])} is not a key of a contract.`,
      fix: `Remove it, or correct its spelling. ${descriptionAt(schema, issue.path) ?? 'See contracts/README.md.'}`,
      severity,
    }));
  const missing = isMissing(root, issue.path);
  return [
    {
      file,
      line: source.lineOf(issue.path),
      rule: missing ? 'contract/missing-key' : 'contract/value',
      reason: missing ? `${nameOf(issue.path)} is missing.` : `${nameOf(issue.path)} ${reasonOf(issue)}.`,
      fix: descriptionAt(schema, issue.path) ?? 'See contracts/README.md.',
      severity,
    },
  ];
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'The contract' : path.map(String).join('.');
}

function isMissing(root: unknown, path: readonly PropertyKey[]): boolean {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return true;
    value = Reflect.get(value, step);
  }
  return false;
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'too_small':
      return issue.origin === 'array' ? 'must not be empty' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `is longer than ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'regex' ? issue.message : `must be a valid ${issue.format}`;
    case 'custom':
      return issue.message;
    default:
      return 'does not have the form that is expected here';
  }
}
