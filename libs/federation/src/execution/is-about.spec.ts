import { isAbout } from './is-about.js';

const DATA = { me: { name: 'x', tax: null, claims: [{ id: 1 }, null] } };

describe('an error is about a part of the answer', () => {
  it.each<[(string | number)[] | undefined, boolean]>([
    [undefined, true],
    [[], false],
    [['me'], false],
    [['me', 'name'], false],
    [['me', 'claims'], false],
    [['me', 'tax', 'rate'], true],
    [['me', 'claims', 0, 'id'], false],
    [['me', 'claims', 1, 'id'], true],
    [['me', 'claims', 2], false],
    [['me', 'id'], false],
    [['me', 'name', 'below'], false],
    [['constructor'], false],
    [['me', 'toString'], false],
  ])('at %j: %s', (path, expected) => {
    expect(isAbout(DATA, path === undefined ? {} : { path })).toBe(expected);
  });

  it('wherever it stands when the whole answer is null', () => {
    expect(isAbout(null, { path: ['anything', 'below'] })).toBe(true);
  });

  it.each<[(string | number)[], boolean]>([
    [['list', 1, 'size'], true],
    [['list', 1], false],
    [['list', 0, 'size'], false],
    [['list'], false],
    [['other'], false],
    [['list', 1, 'id'], false],
  ])('that belongs further down when it is at %j: %s', (path, expected) => {
    expect(isAbout({ size: null }, { path }, ['list', 1])).toBe(expected);
  });
});
