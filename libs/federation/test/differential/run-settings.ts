/** How much is tried and from where: fixed in `npm test`, given by `npm run differential`. */
export interface RunSettings {
  /** Random operations over all fixtures together. */
  readonly operations: number;
  readonly seed: number;
  /** Leads to one failure that fast-check told. */
  readonly path?: string;
}

export function readRunSettings(environment: NodeJS.ProcessEnv): RunSettings {
  const path = environment['DIFFERENTIAL_PATH'];
  return {
    operations: wholeNumber(environment, 'DIFFERENTIAL_OPERATIONS', 500),
    seed: wholeNumber(environment, 'DIFFERENTIAL_SEED', 20_261_123),
    ...(path === undefined ? {} : { path }),
  };
}

function wholeNumber(environment: NodeJS.ProcessEnv, name: string, standard: number): number {
  const text = environment[name] ?? String(standard);
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${name} is not a whole number`);
  return number;
}
