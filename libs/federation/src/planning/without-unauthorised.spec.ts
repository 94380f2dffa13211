import { ACCESS_DIRECTIVES, GUARDED_SUBGRAPHS, guardedSupergraph } from '../../test/planning/guarded-graph.js';
import { composed } from '../../test/planning/composed.js';
import { NO_GRANTS, UnsupportedSupergraph, type Grants } from './planner.js';
import { PlanningDesk } from './planning-desk.js';

const desk = new PlanningDesk();
const flat = (text: string) => text.replace(/\s+/g, ' ');
const filteredBy = (supergraph: string) => {
  const { id } = desk.load(supergraph);
  return (document: string, grants: Partial<Grants> = {}) => {
    const planned = desk.plan(id, { document, keepsDefer: true, grants: { ...NO_GRANTS, ...grants } });
    return { ...planned, document: flat(planned.document), paths: planned.unauthorised.map((path) => path.join('.')) };
  };
};
const filtered = filteredBy(guardedSupergraph());

describe('an operation of a caller without grants', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['a guarded field', '{ me { name income } }', '{ me { name } }', ['me.income']],
    ['a field of a guarded type', '{ me { name health { id name } } }', '{ me { name } }', ['me.health']],
    ['a field of a guarded enum', '{ me { mood name } }', '{ me { name } }', ['me.mood']],
    ['a field of a guarded scalar', '{ me { code name } }', '{ me { name } }', ['me.code']],
    ['an alias', '{ a: me { b: income c: name } }', '{ a: me { c: name } }', ['a.b']],
    ['lists', '{ me { name notes { id text } } }', '{ me { name notes { id } } }', ['me.notes.text']],
    ['parents that have nothing left', '{ me { name note { text } } }', '{ me { name } }', ['me.note.text']],
    ['a root field', '{ session { since } me { id } }', '{ me { id } }', ['session']],
    ['a field of a mutation', 'mutation { rename(to: "a") { id } touch }', 'mutation { touch }', ['rename']],
    ['inline fragments', '{ me { id ... on Citizen { income } } }', '{ me { id } }', ['me.income']],
    [
      'a fragment without a type',
      '{ me { id ... @include(if: true) { income mood } } }',
      '{ me { id } }',
      ['me.income', 'me.mood'],
    ],
    [
      'a fragment on a guarded type',
      '{ hits { __typename ... on HealthRecord { id owner { id } } } }',
      '{ hits { __typename } }',
      ['hits.id', 'hits.owner'],
    ],
    [
      'only the name of a guarded type',
      '{ hits { ... on Note { id } ... on HealthRecord { __typename } } }',
      '{ hits { ... on Note { id } } }',
      ['hits.__typename'],
    ],
    ['an interface with a guarded implementation', '{ nodes { id } me { id } }', '{ me { id } }', ['nodes']],
    [
      'a fragment on such an interface',
      '{ hits { ... on Node { id } ... on Note { id } } }',
      '{ hits { ... on Note { id } } }',
      ['hits.id'],
    ],
    [
      'an interface field that one implementation guards',
      '{ labelled { label text } }',
      '{ labelled { label } }',
      ['labelled.text'],
    ],
    ['what is derived from a guarded field', '{ me { risk id } }', '{ me { id } }', ['me.risk']],
  ])('loses %s', (_, document, left, paths) => {
    const result = filtered(document);
    expect(result.document).toBe(left);
    expect(result.paths).toEqual(paths);
  });

  it('keeps the same field of an implementation that does not guard it', () => {
    const document = '{ labelled { ... on Poster { text } ... on Note { text label } } }';
    expect(filtered(document)).toMatchObject({
      document: '{ labelled { ... on Poster { text } ... on Note { label } } }',
      paths: ['labelled.text'],
    });
  });

  it('loses it in every place where a fragment is spread, each told once', () => {
    const document =
      '{ me { ...F } a: me { note { author { ...F ...F } } } } fragment F on Citizen { income ...G } fragment G on Citizen { id mood }';
    expect(filtered(document)).toMatchObject({
      document:
        '{ me { ...F } a: me { note { author { ...F ...F } } } } fragment F on Citizen { ...G } fragment G on Citizen { id }',
      paths: ['me.income', 'me.mood', 'a.note.author.income', 'a.note.author.mood'],
    });
  });

  it('loses fragments and variables with the fields that used them', () => {
    const document =
      'query Q($year: Int, $on: Boolean!) { me { id ...F @include(if: $on) } } fragment F on Citizen { income(year: $year) }';
    expect(filtered(document).document).toBe('query Q { me { id } }');
  });

  it('loses deferred parts that are empty', () => {
    const { document, plan, paths } = filtered('{ me { id ... @defer(label: "x") { income risk } } }');
    expect(document).toBe('{ me { id } }');
    expect(JSON.stringify(plan)).not.toContain('Defer');
    expect(paths).toEqual(['me.income', 'me.risk']);
  });

  it('that has nothing left is still valid, asks nobody and answers with an empty object', () => {
    for (const [document, paths] of [
      ['query Q { session { since } }', ['session']],
      ['query Q($x: Int) { me { income(year: $x) note { text } } }', ['me.income', 'me.note.text']],
    ] as const) {
      const result = filtered(document);
      expect(result.document).toBe('query Q { __typename @skip(if: true) }');
      expect(result.plan).toEqual({ kind: 'QueryPlan' });
      expect(result.paths).toEqual(paths);
    }
  });

  it('asks no subgraph for what was removed', () => {
    expect(JSON.stringify(filtered('{ me { id income risk health { id } code } }').plan)).not.toMatch(
      /income|risk|health|code/,
    );
  });

  it('is too complex when more paths would have to be told than anybody reads', () => {
    const levels = Array.from(
      { length: 11 },
      (_, at) =>
        `fragment F${at} on Citizen { a: note { author { ...F${at + 1} } } b: note { author { ...F${at + 1} } } }`,
    );
    const document = `{ me { ...F0 } } ${levels.join(' ')} fragment F11 on Citizen { income }`;
    expect(() => filtered(document)).toThrow(expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }));
  });
});

describe('an operation of a caller with grants', () => {
  const everything =
    '{ me { income risk code mood health { id } note { text } } session { since } nodes { id } labelled { text } }';
  const all = { isAuthenticated: true, scopes: ['admin', 'health'], policies: ['reads notes', 'sees codes'] };

  it('is left as it is when all is granted', () => {
    expect(filtered(everything, all)).toMatchObject({ document: everything, paths: [] });
  });

  it.each<[string, Partial<Grants>, readonly string[]]>([
    ['one alternative in full', { scopes: ['tax', 'tax:read'] }, ['me.mood', 'me.code']],
    ['half of one', { scopes: ['tax'] }, ['me.income', 'me.risk', 'me.mood', 'me.code']],
    ['halves of two policies', { policies: ['audits'] }, ['me.income', 'me.risk', 'me.mood', 'me.code']],
    ['both halves', { policies: ['audits', 'reads notes'] }, ['me.income', 'me.risk', 'me.mood']],
    ['scopes named like policies', { scopes: ['sees codes'] }, ['me.income', 'me.risk', 'me.mood', 'me.code']],
    ['a login', { isAuthenticated: true }, ['me.income', 'me.risk', 'me.code']],
  ])('is decided by %s', (_, grants, paths) => {
    expect(filtered('{ me { income risk mood code } }', grants).paths).toEqual(paths);
  });

  it('names every grant that can matter', () => {
    expect(desk.load(guardedSupergraph()).grantsInUse).toEqual({
      isAuthenticated: true,
      scopes: ['admin', 'health', 'tax', 'tax:read'],
      policies: ['audits', 'reads notes', 'sees codes'],
    });
    expect(desk.load(composed({ a: 'type Query { a: Int }' })).grantsInUse).toEqual(NO_GRANTS);
  });
});

describe('the directives by other names', () => {
  it.each([
    [
      'imported as another',
      [
        '{ name: "@authenticated", as: "@login" }',
        '{ name: "@requiresScopes", as: "@may" }',
        '{ name: "@policy", as: "@rule" }',
      ],
      { authenticated: 'login', requiresScopes: 'may', policy: 'rule' },
    ],
    [
      'not imported',
      [],
      {
        authenticated: 'federation__authenticated',
        requiresScopes: 'federation__requiresScopes',
        policy: 'federation__policy',
      },
    ],
  ])('count the same when %s', (_, imports, names) => {
    const renamed = (sdl: string) =>
      sdl.replace(/@(authenticated|requiresScopes|policy)\b/g, (__, name: keyof typeof names) => `@${names[name]}`);
    const supergraph = composed(
      { records: renamed(GUARDED_SUBGRAPHS.records), risk: renamed(GUARDED_SUBGRAPHS.risk) },
      imports,
    );
    expect(filteredBy(supergraph)('{ me { id income mood code risk health { id } note { text } } }')).toMatchObject({
      document: '{ me { id } }',
      paths: ['me.income', 'me.mood', 'me.code', 'me.risk', 'me.health', 'me.note.text'],
    });
  });

  it('count the same when the supergraph itself links them under another name', () => {
    const supergraph = guardedSupergraph()
      .replace('/authenticated/v0.1", for', '/authenticated/v0.1", as: "login", for')
      .replaceAll(/@authenticated\b/g, '@login')
      .replace('/policy/v0.1", for', '/policy/v0.1", import: [{ name: "@policy", as: "@rule" }], for')
      .replaceAll(/@policy\b(?!")/g, '@rule');
    expect(supergraph).toContain('text: String @rule(');
    expect(filteredBy(supergraph)('{ me { id mood note { text } } }').paths).toEqual(['me.mood', 'me.note.text']);
  });
});

describe('a supergraph whose composition copied no requirements', () => {
  const bare = (text: string, ...places: readonly RegExp[]) =>
    places.reduce((left, place) => {
      expect(left).toMatch(place);
      return left.replace(place, '$1');
    }, text);

  it('is guarded on interfaces all the same', () => {
    const supergraph = bare(
      guardedSupergraph(),
      /(interface Node\s+@join__type\(graph: RECORDS\))\s+@requiresScopes\(.*?\)/s,
      /(interface Labelled\s+@join__type\(graph: RECORDS\)\s+{\s+label: String\s+text: String) @policy\(.*?\)/s,
    );
    const result = filteredBy(supergraph)('{ nodes { id } labelled { label text } }');
    expect(result.document).toBe('{ labelled { label } }');
    expect(result.paths).toEqual(['nodes', 'labelled.text']);
  });

  it('is guarded on what is derived all the same', () => {
    const supergraph = bare(
      guardedSupergraph(),
      /(risk: Int @join__field\(graph: RISK, requires: "income"\)) @requiresScopes\(.*?\)/,
    );
    expect(filteredBy(supergraph)('{ me { id risk } }')).toMatchObject({
      document: '{ me { id } }',
      paths: ['me.risk'],
    });
  });
});

describe('requirements that are not clear', () => {
  it.each([
    ['names no scope', '@requiresScopes(scopes: [])'],
    ['has an empty alternative', '@requiresScopes(scopes: [["a"], []])'],
    ['names no policy', '@policy(policies: [[]])'],
  ])('are refused when one %s', (_, directive) => {
    const supergraph = composed({ a: `type Query { a: Int ${directive} }` }, ACCESS_DIRECTIVES);
    expect(() => desk.load(supergraph)).toThrow(UnsupportedSupergraph);
    expect(() => desk.load(supergraph)).toThrow('Query.a asks for scopes or policies but names none');
  });

  it('are refused in a version that is not known', () => {
    const supergraph = guardedSupergraph().replace('/authenticated/v0.1"', '/authenticated/v0.9"');
    expect(() => desk.load(supergraph)).toThrow(UnsupportedSupergraph);
  });

  it('are refused in a version that is not known and not said to be for security', () => {
    const supergraph = guardedSupergraph().replace('/authenticated/v0.1", for: SECURITY', '/authenticated/v0.9"');
    expect(() => desk.load(supergraph)).toThrow(UnsupportedSupergraph);
  });

  it('are refused when a directive of that name is linked to nothing', () => {
    const supergraph = guardedSupergraph().replace(/@link\(url: "[^"]*\/authenticated\/v0.1", for: SECURITY\)/, '');
    expect(() => desk.load(supergraph)).toThrow(UnsupportedSupergraph);
  });
});
