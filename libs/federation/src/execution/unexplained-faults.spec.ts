import type { ExecutionError } from '../ports/execution.js';
import type { Fault } from '../program/projection.js';
import { unexplained } from './unexplained-faults.js';

const fault = (code: Fault['code'], ...path: (string | number)[]): Fault => ({ kind: 'fault', code, path });
const error = (...path: (string | number)[]): ExecutionError => ({ code: 'AUTHORITY_ERROR', path });

describe('a value that is missing where there must be one', () => {
  it.each<[string, ExecutionError[], number]>([
    ['nobody has reported anything', [], 1],
    ['its own place was reported', [error('me', 'tax', 'year')], 0],
    ['something above it was', [error('me', 'tax')], 0],
    ['something below it was', [error('me', 'tax', 'year', 0)], 0],
    ['everything was', [error()], 0],
    ['something beside it was', [error('me', 'tax', 'rate')], 1],
    ['an error says nothing of a place', [{ code: 'INTERNAL' }], 1],
  ])('is an error or not when %s', (_, reported, count) => {
    expect(unexplained([fault('VALUE_MISSING', 'me', 'tax', 'year')], reported)).toHaveLength(count);
  });
});

it('a value of the wrong form is an error, whatever was reported', () => {
  expect(unexplained([fault('AUTHORITY_BAD_SHAPE', 'me')], [error('me')])).toEqual([
    { code: 'AUTHORITY_BAD_SHAPE', path: ['me'] },
  ]);
});
