import { firstDifference } from './same-answers.js';

const answer = (amountOere: unknown) => ({ me: { id: 'a', benefits: [{ name: 'Boligstøtte', amountOere }] } });

describe('two answers', () => {
  it('are the same whatever the order of their fields', () => {
    expect(firstDifference(answer(1), { me: { benefits: [{ amountOere: 1, name: 'Boligstøtte' }], id: 'a' } })).toBe(
      undefined,
    );
  });

  it.each([
    ['a value', answer(1), answer(2), 'data.me.benefits.0.amountOere'],
    ['a kind of value', answer(1), answer('1'), 'data.me.benefits.0.amountOere'],
    ['null and something', answer(null), answer(0), 'data.me.benefits.0.amountOere'],
    ['a field that one has not', answer(null), { me: { id: 'a' } }, 'data.me.benefits'],
    ['the length of a list', { me: [1] }, { me: [1, 2] }, 'data.me.1'],
    ['a list and an object', { me: [] }, { me: {} }, 'data.me'],
    ['null and an object', { me: null }, { me: {} }, 'data.me'],
  ])('differ in %s, and the place is told without the value', (_, one, other, place) => {
    expect(firstDifference(one, other)).toBe(place);
    expect(firstDifference(other, one)).toBe(place);
  });
});
