import type { ErrorCode } from '@app/errors';

/**
 * The nine kinds of problem of the Orchestration Component (RFC 7807 `type`) and what each means to us.
 *
 * Source: MOO 4594794541, "Interface descriptions and input params for Data sources".
 */
const MEANING: Readonly<Record<string, ErrorCode>> = {
  'agreement-error': 'SOURCE_UNAVAILABLE',
  'data-source-error': 'SOURCE_UNAVAILABLE',
  'data-source-timeout-error': 'SOURCE_UNAVAILABLE',
  'data-source-internal-error': 'SOURCE_UNAVAILABLE',
  'data-source-security-error': 'SOURCE_UNAVAILABLE',
  'data-source-format-error': 'SOURCE_REPLY_INVALID',
  /** We sent something that the source cannot read: ours to repair, and asking again will not help. */
  'input-param-error': 'INTERNAL',
  'circuit-breaker-error': 'SOURCE_UNAVAILABLE',
  'data-validation-error': 'SOURCE_REPLY_INVALID',
};

/** What a problem says that we can use; title and detail are texts of others and stay behind. */
export interface UdkProblem {
  /** A name, or an address that ends in one. */
  readonly type: string;
  /** When a planned closed window ends. */
  readonly opensAt?: string | undefined;
}

/** Name of the problem in our logs; `unknown` rather than a text of others. */
export function kindOf(problem: UdkProblem | undefined): string {
  const name = problem?.type.split(/[/#:]/).at(-1)?.toLowerCase();
  return name !== undefined && Object.hasOwn(MEANING, name) ? name : 'unknown';
}

/** Code for a reply that is not a list: a problem, or any other status than 200. */
export function codeOf(problem: UdkProblem | undefined): ErrorCode {
  if (problem?.opensAt !== undefined) return 'SOURCE_CLOSED';
  return MEANING[kindOf(problem)] ?? 'SOURCE_UNAVAILABLE';
}
