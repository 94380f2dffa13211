const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

const FORMS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['String', (value: unknown) => typeof value === 'string'],
  ['ID', (value: unknown) => typeof value === 'string' || Number.isSafeInteger(value)],
  ['Boolean', (value: unknown) => typeof value === 'boolean'],
  ['Int', (value: unknown) => Number.isInteger(value) && Number(value) <= INT_MAX && Number(value) >= INT_MIN],
  ['Float', (value: unknown) => typeof value === 'number' && Number.isFinite(value)],
]);

/** What a scalar of a subgraph that is trusted looks like in JSON: the built-in ones as specified (§3.5), others anything. */
export function plainFormOfScalar(name: string): (value: unknown) => boolean {
  return FORMS.get(name) ?? isAnything;
}

function isAnything(): boolean {
  return true;
}
