import { ExposureError } from '@app/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Facts about an error that the gateway may know. Everything else stays here. */
const PUBLIC_FACTS = ['opensAt'] as const;

/** An error of the house in GraphQL's form: code and text from the catalogue, no cause, no stack. */
export function toErrorReply(error: ExposureError): GraphQLFormattedError {
  const facts = PUBLIC_FACTS.flatMap((name) => {
    const value = error.facts[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return {
    message: error.entry.message,
    extensions: { code: error.code, retryable: error.entry.retryable, ...Object.fromEntries(facts) },
  };
}

/**
 * What the gateway sees of an error during execution: where, and a code. Texts of others (resolvers, scalars, sources)
 * never pass, as they may quote values.
 */
export function toFieldErrorReply(error: GraphQLError): GraphQLFormattedError {
  const { originalError } = error;
  const own = originalError instanceof ExposureError ? originalError : new ExposureError('INTERNAL');
  return {
    ...toErrorReply(own),
    ...(error.locations !== undefined && { locations: error.locations }),
    ...(error.path !== undefined && { path: error.path }),
  };
}

/** Where an unexpected error came from: its class and the code lines, without its text. */
export function traceOf(thrown: unknown): { readonly kind: string; readonly frames: readonly string[] } {
  if (!(thrown instanceof Error)) return { kind: typeof thrown, frames: [] };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return { kind: thrown.constructor.name, frames: frames.slice(0, 6).map((line) => line.trim()) };
}
