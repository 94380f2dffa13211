import { buildSchema, parse, Kind } from 'graphql';
import { filterRootFields } from './root-fields.js';
import { SelectionCollector, fragmentsOf } from './selection.js';
import { VisiblePaths } from './visible-paths.js';

const LEVELS = 90;
const schema = buildSchema('type Query { a: Int b: Int }');
/** Each fragment spreads the next one twice: 2^90 fields for whoever follows each spread. */
const bomb = parse(
  [
    'query { ...F0 }',
    ...Array.from(
      { length: LEVELS },
      (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
    ),
    `fragment F${LEVELS} on Query { a }`,
  ].join('\n'),
);
const [definition] = bomb.definitions;
if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('an operation is expected');
const fragments = fragmentsOf(bomb);

// Whoever followed each spread would not come back before the test runner gives up.
describe('a document whose fragments double each other', () => {
  it('is collected once', () => {
    const collected = new SelectionCollector(schema, fragments).collect(schema.getQueryType()!, [
      { set: definition.selectionSet, when: [] },
    ]);
    expect([...collected.fields.keys()]).toEqual(['a']);
    expect(collected.fields.get('a')).toHaveLength(1);
  });

  it('shows its paths once', () => {
    const visible = new VisiblePaths(definition, fragments, (node) => node.name.value);
    expect([visible.has(['a']), visible.has(['b'])]).toEqual([true, false]);
  });

  it('is searched for root fields once', () => {
    expect(filterRootFields(definition.selectionSet, () => false, { fragments: bomb })).toBeUndefined();
    const kept = filterRootFields(definition.selectionSet, () => true, { fragments: bomb });
    expect(JSON.stringify(kept).match(/"value":"a"/g)).toHaveLength(1);
  });
});
