import { Kind, type DirectiveNode } from 'graphql';

export type VariableValues = Readonly<Record<string, unknown>>;

/** What a Boolean variable of the request must be. */
export interface Condition {
  readonly variable: string;
  readonly is: boolean;
}

/** All must hold; none means always. */
export type Conditions = readonly Condition[];

export const ALWAYS: Conditions = [];

/** Under which conditions `@include` and `@skip` let a selection in; `undefined` when they never do. */
export function conditionsOf(directives: readonly DirectiveNode[] | undefined): Conditions | undefined {
  if (directives === undefined || directives.length === 0) return ALWAYS;
  const conditions: Condition[] = [];
  for (const directive of directives) {
    const name = directive.name.value;
    if (name !== 'include' && name !== 'skip') continue;
    const condition = ifArgument(directive);
    const wanted = name === 'include';
    if (typeof condition === 'boolean') {
      if (condition !== wanted) return undefined;
    } else conditions.push({ variable: condition, is: wanted });
  }
  return conditions;
}

/** Value of the argument `if`, or the name of the variable that decides it; `true` when it is not given. */
export function ifArgument(directive: DirectiveNode): boolean | string {
  const value = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
  if (value?.kind === Kind.VARIABLE) return value.name.value;
  return value?.kind === Kind.BOOLEAN ? value.value : true;
}

/** Both; `undefined` when they contradict each other. */
export function both(first: Conditions, second: Conditions): Conditions | undefined {
  if (first.length === 0) return second;
  const joined = [...first];
  for (const condition of second) {
    const known = first.find(({ variable }) => variable === condition.variable);
    if (known === undefined) joined.push(condition);
    else if (known.is !== condition.is) return undefined;
  }
  return joined;
}

export function hold(conditions: Conditions, variables: VariableValues): boolean {
  for (const { variable, is } of conditions) if ((variables[variable] === true) !== is) return false;
  return true;
}

/** One set of conditions is enough; `undefined` means always. */
export type Alternatives = readonly Conditions[] | undefined;

export function alternativesOf(all: readonly Conditions[]): Alternatives {
  return all.some((conditions) => conditions.length === 0) ? undefined : all;
}

export function someHold(alternatives: Alternatives, variables: VariableValues): boolean {
  if (alternatives === undefined) return true;
  for (const conditions of alternatives) if (hold(conditions, variables)) return true;
  return false;
}
