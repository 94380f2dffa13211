import { HttpException } from '@nestjs/common';

/** The kinds of problem that this stand-in reports by itself; faults on purpose come from the shell. */
const PROBLEMS = {
  'Agreement-error': { title: 'Intern fejl ved aftalekontrol', status: 500 },
  'Input-param-error': { title: 'Ugyldig inputparameter', status: 400 },
} as const;

/** A refusal as a problem document (RFC 7807). */
export class UdkProblem extends HttpException {
  constructor(type: keyof typeof PROBLEMS) {
    const { title, status } = PROBLEMS[type];
    super({ type, title, status }, status);
  }
}
