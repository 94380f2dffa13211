import {
  Findings,
  ObjectProjection,
  leaf,
  listOf,
  nonNull,
  nullable,
  type FieldProjection,
  type Project,
} from './projection.js';
import type { JsonObject } from './json-object.js';

const number = leaf((value) => typeof value === 'number');
const field = (key: string, project: Project, more: Partial<FieldProjection> = {}): FieldProjection => ({
  key,
  source: key,
  when: undefined,
  project,
  isRepeated: false,
  isInherited: false,
  ...more,
});
const objectOf = (...fields: FieldProjection[]): Project => {
  const projection = new ObjectProjection(fields, []);
  return (value, findings) => projection.project(value as JsonObject, findings);
};
function run(project: Project, value: unknown) {
  const findings = new Findings({});
  const result = project(value, findings);
  return {
    result,
    faults: findings.faults.map(({ code, path }) => [code, path]),
    nulls: findings.nulls,
    places: findings.places.length,
  };
}

describe('what was found on the way', () => {
  it('gets its path while the projection returns', () => {
    const project = nullable(objectOf(field('list', nonNull(listOf(nonNull(objectOf(field('n', nonNull(number)))))))));
    expect(run(project, { list: [{ n: 1 }, { n: 'x' }] })).toEqual({
      result: null,
      faults: [['AUTHORITY_BAD_SHAPE', ['list', 1, 'n']]],
      nulls: [[]],
      places: 0,
    });
  });

  it('costs nothing where nothing is wrong', () => {
    expect(run(nullable(listOf(nullable(number))), [1, null, 2])).toEqual({
      result: [1, null, 2],
      faults: [],
      nulls: [],
      places: 0,
    });
  });

  it('stops at the first null that rises: the neighbours are not read any more', () => {
    const read: unknown[] = [];
    const reading: Project = (value) => (read.push(value), value);
    const project = objectOf(field('a', nonNull(number)), field('b', reading));
    expect(run(project, { a: null, b: 1 }).result).toBeUndefined();
    expect(read).toEqual([]);
  });

  it('forgets the places that were found inside a null, and keeps those beside it', () => {
    const findings = new Findings({});
    const fragment = { label: 'x', when: undefined, selection: new ObjectProjection([], []) };
    const object = (fields: FieldProjection[]): Project => {
      const projection = new ObjectProjection(fields, [fragment]);
      return (value, found) => projection.project(value as JsonObject, found);
    };
    const inner = nullable(objectOf(field('deep', nonNull(object([]))), field('n', nonNull(number))));
    const outer = objectOf(field('kept', nonNull(object([]))), field('gone', inner));
    expect(outer({ kept: {}, gone: { deep: {}, n: null } }, findings)).toEqual({ kept: {}, gone: null });
    expect(findings.places.map(({ path }) => path)).toEqual([['kept']]);
    expect(findings.nulls).toEqual([['gone']]);
    expect(findings.faults.map(({ path }) => path)).toEqual([['gone', 'n']]);
  });
});

describe('a field that may stand twice', () => {
  it('stands where it is met first', () => {
    const project = objectOf(
      field('a', number),
      field('b', number),
      field('a', () => 'again', { isRepeated: true }),
    );
    expect(run(project, { a: 1, b: 2 }).result).toEqual({ a: 1, b: 2 });
  });
});

describe('a list', () => {
  it.each([['ab'], [{ length: 1 }], [1]])('is refused when it is %j', (value) => {
    expect(run(nullable(listOf(nullable(number))), value)).toMatchObject({
      result: null,
      faults: [['AUTHORITY_BAD_SHAPE', []]],
    });
  });
});
