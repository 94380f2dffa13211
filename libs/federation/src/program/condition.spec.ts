import { Kind, parse } from 'graphql';
import { ALWAYS, alternativesOf, both, conditionsOf, hold, ifArgument, someHold } from './condition.js';

function directivesOf(text: string) {
  const [definition] = parse(`{ field ${text} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(text);
  return definition.selectionSet.selections[0]?.directives;
}
const a = { variable: 'a', is: true };
const notA = { variable: 'a', is: false };
const b = { variable: 'b', is: true };

describe('the conditions of a selection', () => {
  it.each([
    ['', []],
    ['@include(if: true)', []],
    ['@skip(if: false)', []],
    ['@include(if: $a)', [a]],
    ['@skip(if: $a)', [notA]],
    ['@include(if: $a) @include(if: $b)', [a, b]],
    ['@other(if: false) @include(if: $a)', [a]],
    ['@skip(if: false) @include(if: $a)', [a]],
    ['@include(if: false)', undefined],
    ['@skip(if: true)', undefined],
    ['@include(if: $a) @skip(if: true)', undefined],
  ])('`%s` are %j', (text, expected) => {
    expect(conditionsOf(directivesOf(text))).toEqual(expected);
  });

  it('are none where there are no directives', () => {
    expect(conditionsOf(undefined)).toBe(ALWAYS);
  });

  it.each([
    ['@defer', true],
    ['@defer(label: "x")', true],
    ['@defer(if: false)', false],
    ['@defer(if: $a)', 'a'],
  ])('`%s` hangs on %j', (text, expected) => {
    expect(ifArgument(directivesOf(text)![0]!)).toBe(expected);
  });
});

describe('two sets of conditions', () => {
  it('that say the same say it once', () => {
    expect(both([a], [a, b])).toEqual([a, b]);
  });

  it('that contradict each other never hold', () => {
    expect(both([a, b], [notA])).toBeUndefined();
  });

  it.each([
    [ALWAYS, [a]],
    [[a], ALWAYS],
  ])('%j and %j are one of them', (first, second) => {
    expect(both(first, second)).toEqual([a]);
  });
});

describe('conditions hold', () => {
  it.each([
    [ALWAYS, {}, true],
    [[a], { a: true }, true],
    [[a], { a: false }, false],
    [[notA], { a: false }, true],
    [[a, b], { a: true, b: false }, false],
    [[notA], {}, true],
    [[a], { a: 'true' }, false],
  ])('%j with %j: %s', (conditions, variables, expected) => {
    expect(hold(conditions, variables)).toBe(expected);
  });

  it('when one of several sets does', () => {
    const alternatives = alternativesOf([[a], [b]]);
    expect(someHold(alternatives, { a: false, b: true })).toBe(true);
    expect(someHold(alternatives, { a: false, b: false })).toBe(false);
  });

  it('always when one of several sets asks nothing', () => {
    expect(alternativesOf([[a], ALWAYS])).toBeUndefined();
    expect(someHold(undefined, {})).toBe(true);
  });

  it('never when there is no set', () => {
    expect(someHold(alternativesOf([]), {})).toBe(false);
  });
});
