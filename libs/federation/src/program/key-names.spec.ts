import { Kind, parse } from 'graphql';
import { KeyNames } from './key-names.js';

const names = new KeyNames('__c');
function fieldOf(text: string) {
  const [definition] = parse(`{ ${text} }`).definitions;
  const node = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
  if (node?.kind !== Kind.FIELD) throw new TypeError(text);
  return node;
}

describe('what a field of the client’s is called in the plan', () => {
  it.each([
    ['name', 'name'],
    ['code: name', 'code__c'],
    ['name: name', 'name__c'],
    ['name(a: 1)', 'name__c'],
    ['code: name(a: 1)', 'code__c'],
    ['name @include(if: $x)', 'name'],
  ])('`%s`: %s', (text, expected) => {
    expect(names.sourceKeyOf(fieldOf(text))).toBe(expected);
  });

  it.each([
    ['name', 'name'],
    ['code__c', 'code'],
  ])('%s is %s to the client', (key, expected) => {
    expect(names.toClientKey(key)).toBe(expected);
  });

  it('is told apart in paths, list indexes left alone', () => {
    expect(names.toClientPath(['list__c', 0, 'name', 'x__c'])).toEqual(['list', 0, 'name', 'x']);
  });
});
