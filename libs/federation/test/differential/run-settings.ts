/** How much is tried and from where: fixed in `npm test`, given by `npm run differential`. */
export interface RunSettings {
  /** Random operations over all fixtures together. */
  readonly operations: number;
  readonly seed: number;
  /** Leads to one failure that fast-check told. */
  readonly path?: string;
  /** The only fixture that is looked at. */
  readonly fixture?: string;
}

export function readRunSettings(environment: NodeJS.ProcessEnv): RunSettings {
  const [path, fixture] = [environment['DIFFERENTIAL_PATH'], environment['DIFFERENTIAL_FIXTURE']];
  return {
    operations: wholeNumber(environment, 'DIFFERENTIAL_OPERATIONS', 500),
    seed: wholeNumber(environment, 'DIFFERENTIAL_SEED', 20_261_123),
    ...(path === undefined ? {} : { path }),
    ...(fixture === undefined ? {} : { fixture }),
  };
}

function wholeNumber(environment: NodeJS.ProcessEnv, name: string, standard: number): number {
  const text = environment[name] ?? String(standard);
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${name} is not a whole number`);
  return number;
}
