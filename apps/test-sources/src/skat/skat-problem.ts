/** A refusal, to be told as a problem document (RFC 7807). Faults on purpose come from the shell, not from here. */
export class SkatProblem extends Error {
  constructor(
    readonly type: string,
    readonly title: string,
    readonly status: number,
  ) {
    super(type);
  }
}

export function invalidInput(): SkatProblem {
  return new SkatProblem('urn:skat:problem:ugyldigt-input', 'Ugyldigt input', 400);
}
