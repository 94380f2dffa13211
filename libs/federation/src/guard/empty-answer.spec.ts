import { isEmptyAnswer } from './empty-answer.js';

describe('an answer tells nothing', () => {
  it.each<[unknown, boolean]>([
    [null, true],
    [undefined, true],
    [[], true],
    [{ next: [], earlier: [] }, true],
    [{ __typename: 'Part', inner: { list: [], nothing: null } }, true],
    [0, false],
    [false, false],
    ['', false],
    [[null], false],
    [{ balance: { amount: 0 } }, false],
  ])('in %j: %s', (value, expected) => {
    expect(isEmptyAnswer(value)).toBe(expected);
  });
});
