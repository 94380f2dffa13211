import { Kind, parse, print, type OperationDefinitionNode } from 'graphql';
import { filterRootFields, rootFields } from './root-fields.js';
import { responseKeyOf } from './selection.js';

function filtered(text: string, isWanted: (name: string) => boolean): string | undefined {
  const fragments = parse(text, { noLocation: true });
  const operation = fragments.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  const set = filterRootFields(operation.selectionSet, ({ name }) => isWanted(name.value), { fragments });
  return set === undefined ? undefined : print(set).replaceAll(/\s+/g, ' ');
}
const late = (name: string) => name === 'late';

describe('the root fields that are wanted', () => {
  it.each([
    ['{ late early }', '{ late }'],
    ['{ x: late { below early } early { late } }', '{ x: late { below early } }'],
    ['{ ... on Query { early late } }', '{ ... on Query { late } }'],
    [
      '{ ...F early } fragment F on Query { early ...G } fragment G on Query { late }',
      '{ ... on Query { ... on Query { late } } }',
    ],
    [
      'query($a: Boolean!) { ... @include(if: $a) { late @skip(if: $a) } }',
      '{ ... @include(if: $a) { late @skip(if: $a) } }',
    ],
    [
      'query($a: Boolean!) { ...F @skip(if: $a) } fragment F on Query { late }',
      '{ ... on Query @skip(if: $a) { late } }',
    ],
    ['{ ... @defer(label: "x") { late } }', '{ ... { late } }'],
    ['{ early ... { early } }', undefined],
    ['{ ...Missing }', undefined],
  ])('of `%s`: %s', (text, expected) => {
    expect(filtered(text, late)).toBe(expected);
  });

  it('are found inside of fragments without a name', () => {
    const [definition] = parse('{ a ... on Query { b: x ... { c } } ...F }').definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('no operation');
    expect(rootFields(definition.selectionSet).map(responseKeyOf)).toEqual(['a', 'b', 'c']);
  });
});
