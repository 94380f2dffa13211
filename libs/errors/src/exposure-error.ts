import { ERROR_CATALOGUE, type ErrorCode, type ErrorEntry } from './error-catalogue.js';

/** What an error may say about its circumstances: names, counts and times, never data about a person. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The one error class of the house: a code from the catalogue and facts that are safe to show. */
export class ExposureError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly facts: ErrorFacts = {},
    options?: { readonly cause?: unknown },
  ) {
    super(ERROR_CATALOGUE[code].message, options);
    this.name = 'ExposureError';
  }

  get entry(): ErrorEntry {
    return ERROR_CATALOGUE[this.code];
  }
}

/** The code of an error of ours, `INTERNAL` for any other value that was thrown. */
export function errorCodeOf(thrown: unknown): ErrorCode {
  return thrown instanceof ExposureError ? thrown.code : 'INTERNAL';
}

export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(ERROR_CATALOGUE, text);
}
