import { parseCprNumber, type CprNumber } from '@app/domain';
import { ownerOf } from './registered-person.js';

const first = parseCprNumber('7001901111') as CprNumber;
const second = parseCprNumber('7001902222') as CprNumber;
const third = parseCprNumber('7001903333') as CprNumber;
const other = parseCprNumber('7101902222') as CprNumber;
const numbers = {
  inForce: third,
  replaced: [
    { cprNumber: second, replacedOn: '2020-01-01' },
    { cprNumber: first, replacedOn: '2010-01-01' },
  ],
} as const;

describe('the owner of a record', () => {
  it.each([
    ['the number in force', third, third],
    ['the number before', second, second],
    ['the first number', first, first],
    ["someone else's number", other, third],
  ])('asked by %s', (_case, asked, owner) => {
    expect(ownerOf(numbers, asked)).toBe(owner);
  });
});
