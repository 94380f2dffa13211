import fc from 'fast-check';
import { hasDuplicateMembers } from './json-members.js';

describe('hasDuplicateMembers', () => {
  it.each([
    ['{"a":1,"a":2}', true],
    ['{"a":1,"\\u0061":2}', true],
    ['{"":1,"":2}', true],
    ['{"a":{"b":1,"b":2}}', true],
    ['[{"a":1},{"b":1,"b":1}]', true],
    ['{"a":[1,{"c":{}}],"a":1}', true],
    ['{"__proto__":1,"__proto__":2}', true],
    ['{"a\\"":1,"a\\"":2}', true],
    ['{"a":"a","b":["a","a"]}', false],
    ['[{"a":1},{"a":1}]', false],
    ['{"a":{"a":{"a":1}}}', false],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', false],
    ['{"a":"\\\\","b":"\\\\\\""}', false],
    ['["a","a"]', false],
    ['"a"', false],
    ['', false],
  ])('of %s is %s', (text, expected) => {
    expect(hasDuplicateMembers(text)).toBe(expected);
  });

  it('is false for all that JSON.stringify writes', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.nat(2),
        (value, indent) => !hasDuplicateMembers(JSON.stringify(value, null, indent)),
      ),
    );
  });

  it('is true when a member of any object is written twice', () => {
    const anObject = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(anObject, fc.nat(), fc.jsonValue(), (object, pick, value) => {
        const names = Object.keys(object);
        const again = `${JSON.stringify(names[pick % names.length])}:${JSON.stringify(value)}`;
        return hasDuplicateMembers(JSON.stringify([object]).replace(/\}\]$/, () => `,${again}}]`));
      }),
    );
  });
});
