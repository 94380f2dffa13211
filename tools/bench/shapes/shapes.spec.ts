import path from 'node:path';
import { DEFAULT_POPULATION_SEED, syntheticCitizen } from '@app/testing';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, validate } from 'graphql';
import { benchIdIn, benchIdOf, recordedIndexOf } from './bench-citizen.js';
import { SHAPE_IDS, entityOperationFor, operationFor, sectionsOf, topFieldsOf } from './shape.js';
import { shapeOf } from './shapes.js';
import { wideShape } from './wide-shape.js';

const root = path.resolve(import.meta.dirname, '../../..');
const citizens = Array.from({ length: 3_000 }, (_, index) => syntheticCitizen(DEFAULT_POPULATION_SEED, index));

describe.each(SHAPE_IDS)('the shape %s', (id) => {
  const shape = shapeOf(id, root);

  it('has a mark from each authority, nobody else’s, and none begins another', () => {
    for (const place of shape.authorities.keys()) {
      const marks = citizens.map((cprNumber) => shape.marksOf(cprNumber)[place]!);
      expect(new Set(marks).size).toBe(citizens.length);
      expect(new Set(marks.map(({ length }) => length)).size).toBe(1);
    }
    expect(shape.marksOf(citizens[0]!)).toHaveLength(shape.authorities.length);
  });

  it('asks every authority something that it has, and nothing twice', () => {
    const sections = sectionsOf(shape);
    expect(new Set(sections.map(({ authority }) => authority)).size).toBe(shape.authorities.length);
    expect(sections.map(({ name }) => name)).toEqual([...new Set(sections.map(({ name }) => name))]);
    for (const { name, sdl } of shape.authorities) {
      const schema = buildSubgraphSchema(parse(sdl));
      expect(validate(schema, parse(entityOperationFor(name, shape)))).toEqual([]);
    }
  });

  it('is asked for under any name', () => {
    expect(parse(operationFor(shape, 'Another'))).toMatchObject({ definitions: [{ name: { value: 'Another' } }] });
  });
});

describe('the wide shape', () => {
  it('is about 40 kB of twelve authorities', () => {
    const { authorities } = wideShape();
    const means = authorities.map(
      ({ records }) => records.reduce((sum, record) => sum + JSON.stringify(record).length, 0) / records.length,
    );
    const total = means.reduce((sum, mean) => sum + mean, 0);
    expect(authorities).toHaveLength(12);
    expect(total).toBeGreaterThan(35_000);
    expect(total).toBeLessThan(45_000);
  });

  it('is the same for the same seed, and another for another', () => {
    const recordsOf = (seed: number) => wideShape(seed).authorities.map(({ records }) => records);
    expect(recordsOf(1)).toEqual(recordsOf(1));
    expect(recordsOf(1)).not.toEqual(recordsOf(2));
  });
});

describe('a citizen of the bench', () => {
  it('is known by an id that holds the number', () => {
    const cprNumber = citizens[7]!;
    expect(benchIdIn(`{"id":"${benchIdOf(cprNumber)}"}`)).toEqual({ id: benchIdOf(cprNumber), cprNumber });
    expect(benchIdIn('{"id":"citizen-7"}')).toBeUndefined();
  });

  it('comes with every recorded answer about equally often', () => {
    const counts = Array.from({ length: 32 }, () => 0);
    for (const cprNumber of citizens) counts[recordedIndexOf(cprNumber, counts.length)]! += 1;
    const mean = citizens.length / counts.length;
    expect(Math.min(...counts)).toBeGreaterThan(mean / 2);
    expect(Math.max(...counts)).toBeLessThan(mean * 2);
  });
});

describe('a selection', () => {
  it('is told apart by its top fields, with what belongs to each', () => {
    expect(topFieldsOf('a { b { c } } d')).toEqual([
      { name: 'a', text: 'a { b { c } }' },
      { name: 'd', text: 'd' },
    ]);
    expect(() => topFieldsOf('... on A { b }')).toThrow('plain fields');
  });
});
