import { HttpException } from '@nestjs/common';

/** A refusal as a problem document (RFC 7807). Faults on purpose come from the shell, not from here. */
export class SkatProblem extends HttpException {
  constructor(type: string, title: string, status: number) {
    super({ type, title, status }, status);
  }
}

export function invalidInput(): SkatProblem {
  return new SkatProblem('urn:skat:problem:ugyldigt-input', 'Ugyldigt input', 400);
}
