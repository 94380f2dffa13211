import { keysOf, objectsAt, pathsAt } from './places.js';
import type { JsonObject } from './json-object.js';

const ROOT: JsonObject = {
  me: { id: 1 },
  list: [{ id: 2, inner: { id: 3 } }, null, { id: 4, inner: null }, { id: 5 }],
  grid: [[{ id: 6 }], [{ id: 7 }, { id: 8 }]],
};

describe('the objects at a path of a plan', () => {
  it.each<[(string | number)[], unknown[], (string | number)[][]]>([
    [[], [undefined], [[]]],
    [['me'], [1], [['me']]],
    [
      ['list', '@'],
      [2, 4, 5],
      [
        ['list', 0],
        ['list', 2],
        ['list', 3],
      ],
    ],
    [['list', '@', 'inner'], [3], [['list', 0, 'inner']]],
    [
      ['grid', '@', '@'],
      [6, 7, 8],
      [
        ['grid', 0, 0],
        ['grid', 1, 0],
        ['grid', 1, 1],
      ],
    ],
    [
      ['grid', '@'],
      [6, 7, 8],
      [
        ['grid', 0, 0],
        ['grid', 1, 0],
        ['grid', 1, 1],
      ],
    ],
    [['missing'], [], []],
    [['me', 'id'], [], []],
  ])('%j are found in order, each with its path', (path, ids, paths) => {
    expect(objectsAt(ROOT, path).map((object) => object['id'])).toEqual(ids);
    expect(pathsAt(ROOT, path)).toEqual(paths);
  });

  it('are those that are there, not copies', () => {
    expect(objectsAt(ROOT, ['me'])[0]).toBe(ROOT['me']);
  });

  it.each(['constructor', '__proto__', 'toString'])('are not those that every object answers to: %s', (name) => {
    expect(objectsAt(ROOT, [name])).toEqual([]);
    expect(objectsAt(ROOT, ['me', name])).toEqual([]);
    expect(pathsAt(ROOT, ['me', name])).toEqual([]);
  });
});

it('the keys of a path are those that name fields', () => {
  expect(keysOf(['list', '@', 'inner', '@'])).toEqual(['list', 'inner']);
});
