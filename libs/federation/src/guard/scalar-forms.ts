import { parseCalendarDate } from '@app/domain';

/** Longest text that one field may hold, characters. A longer one is not of the agreed shape. */
const TEXT_LENGTH_MAX = 10_000;
const INT_MAX = 2 ** 31 - 1;
const INT_MIN = -(2 ** 31);

const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= TEXT_LENGTH_MAX;

/**
 * What a leaf of an answer must look like, by scalar name. Answers are JSON, so a form is a test of a JSON value.
 * Source: GraphQL specification §3.5; contracts/common-model.graphql for the scalars of the common model.
 */
const SCALAR_FORMS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['String', isText],
  ['ID', isText],
  ['Boolean', (value: unknown) => typeof value === 'boolean'],
  ['Int', (value: unknown) => Number.isInteger(value) && Number(value) <= INT_MAX && Number(value) >= INT_MIN],
  ['Float', (value: unknown) => typeof value === 'number' && Number.isFinite(value)],
  ['Oere', (value: unknown) => Number.isSafeInteger(value)],
  ['Date', (value: unknown) => parseCalendarDate(value) !== undefined],
  ['DateTime', (value: unknown) => isText(value) && !Number.isNaN(Date.parse(String(value)))],
]);

export function formOfScalar(name: string): (value: unknown) => boolean {
  return SCALAR_FORMS.get(name) ?? isAnyLeaf;
}

/** A scalar that nobody described may be any leaf, but never a structure in which unasked data could hide. */
function isAnyLeaf(value: unknown): boolean {
  return isText(value) || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
