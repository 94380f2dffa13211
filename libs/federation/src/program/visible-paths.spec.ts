import { Kind, parse } from 'graphql';
import { KeyNames } from './key-names.js';
import { fragmentsOf } from './selection.js';
import { VisiblePaths } from './visible-paths.js';

function pathsOf(text: string): VisiblePaths {
  const document = parse(text);
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!;
  const names = new KeyNames('__c');
  return new VisiblePaths(definition, fragmentsOf(document), (node) => names.sourceKeyOf(node));
}

describe('the paths that a client asked for', () => {
  const paths = pathsOf(
    `{ me { name code: id ...F ... on Citizen @defer { later } } me { tax { year } } }
     fragment F on Citizen { tax { rate } ...G } fragment G on Citizen { mail }`,
  );

  it.each([
    [[], true],
    [['me'], true],
    [['me', 'name'], true],
    [['me', 'code__c'], true],
    [['me', 'code'], false],
    [['me', 'id'], false],
    [['me', 'tax', 'rate'], true],
    [['me', 'tax', 'year'], true],
    [['me', 'mail'], true],
    [['me', 'later'], true],
    [['me', 'name', 'below'], false],
    [['name'], false],
    [['constructor'], false],
  ])('%j: %s', (keys, expected) => {
    expect(paths.has(keys)).toBe(expected);
  });

  it('are found in time when fragments are spread many times over', () => {
    const levels = Array.from({ length: 40 }, (_, at) => `fragment F${at} on T { ...F${at + 1} ...F${at + 1} }`);
    expect(pathsOf(`{ ...F0 } ${levels.join(' ')} fragment F40 on T { deep }`).has(['deep'])).toBe(true);
  });
});
