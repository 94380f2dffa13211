import { maskPersonalData } from './mask.js';

/** Value of a label that names nothing known. */
export const OTHER = 'other';

const MOST_VALUES = 64;
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Labels that would tell people or requests apart, whatever their values. */
const NEVER_A_LABEL =
  /^(?:cpr|cpr_?number|person.*|citizen.*|subject|sub|sid|jti|txn|.*token|session.*|user.*|ip|address|url|query|trace.*)$/i;

/** Values of a label: a list, or names that come up while running, at most so many. */
export type LabelRule = readonly string[] | { readonly upTo: number };

/** Decides which values a label takes. A label that took any text would hold persons and grow without end. */
export class LabelGuard {
  readonly #known: Set<string>;
  readonly #limit: number;

  /** Errors: `RangeError` for a rule that allows too much. */
  constructor(label: string, rule: LabelRule) {
    const listed = 'upTo' in rule ? [] : rule;
    this.#limit = 'upTo' in rule ? rule.upTo : listed.length;
    this.#known = new Set(listed);
    if (NEVER_A_LABEL.test(label)) throw new RangeError(`the label "${label}" would tell people or requests apart`);
    if (!(this.#limit >= 1 && this.#limit <= MOST_VALUES))
      throw new RangeError(`the label "${label}" needs 1 to ${MOST_VALUES} values`);
    if (!listed.every(isName)) throw new RangeError(`the label "${label}" has a value that is not a plain name`);
  }

  /** How many values there can be. */
  get size(): number {
    return this.#limit + 1;
  }

  /** The value, or `undefined` where it is not allowed. */
  check(value: string): string | undefined {
    if (this.#known.has(value)) return value;
    if (this.#known.size >= this.#limit || !isName(value)) return undefined;
    this.#known.add(value);
    return value;
  }
}

function isName(value: string): boolean {
  return NAME.test(value) && !/\d{5}/.test(value) && maskPersonalData(value) === value;
}
