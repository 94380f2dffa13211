/** The kinds of problem that this stand-in reports by itself; faults on purpose come from the shell. */
const PROBLEMS = {
  'Agreement-error': { title: 'Intern fejl ved aftalekontrol', status: 500 },
  'Input-param-error': { title: 'Ugyldig inputparameter', status: 400 },
} as const;

/** A refusal, to be told as a problem document (RFC 7807). */
export class UdkProblem extends Error {
  readonly title: string;
  readonly status: number;

  constructor(readonly type: keyof typeof PROBLEMS) {
    super(type);
    ({ title: this.title, status: this.status } = PROBLEMS[type]);
  }
}
