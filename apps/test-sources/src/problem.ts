import type { ErrorCode } from '@app/errors';

/** A field of the input and the rules that it breaks. Never what stood in it. */
export interface InputFault {
  readonly field: string;
  readonly rules: readonly string[];
}

/** A refusal of the control endpoint or of the shell, to be answered as a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly faults: readonly InputFault[] = [],
  ) {
    super(code);
    this.name = 'Problem';
  }
}
