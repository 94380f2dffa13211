import { isTestCprNumber } from '@app/domain';
import { DEFAULT_POPULATION_SEED, TEST_PERSONS } from '@app/testing';
import fc from 'fast-check';
import { CitizenDirectory, syntheticKey } from './citizen-directory.service.js';

const directory = new CitizenDirectory(DEFAULT_POPULATION_SEED);

it('finds every test person by key, and by the pseudonym again', () => {
  for (const { key, cprNumber } of TEST_PERSONS) {
    const citizen = directory.findByKey(key);
    expect(citizen).toMatchObject({ key, cprNumber });
    expect(directory.findBySubject(citizen?.subject ?? '')).toEqual(citizen);
  }
});

it('finds every citizen of the population by index, and by the pseudonym again', () => {
  fc.assert(
    fc.property(fc.nat(8_191_999), (index) => {
      const citizen = directory.findByKey(syntheticKey(index));
      expect(citizen !== undefined && isTestCprNumber(citizen.cprNumber)).toBe(true);
      expect(directory.findBySubject(citizen?.subject ?? '')).toEqual(citizen);
    }),
  );
});

it('gives pseudonyms of the form of a UUID, another one for everybody', () => {
  const keys = [...TEST_PERSONS.map(({ key }) => key), 'synthetic-0', 'synthetic-1', 'synthetic-8191999'];
  const subjects = keys.map((key) => directory.findByKey(key)?.subject);
  expect(new Set(subjects).size).toBe(keys.length);
  for (const subject of subjects)
    expect(subject).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

it.each([
  '',
  'nobody',
  '__proto__',
  'synthetic-',
  'synthetic-01',
  'synthetic--1',
  'synthetic-8192000',
  'synthetic-1e3',
])('knows nobody called %s', (key) => {
  expect(directory.findByKey(key)).toBeUndefined();
});

it.each([
  '',
  'parent',
  'urn:uuid:c1712e00-0000-8000-8000-ffffffffffff',
  'urn:uuid:00000000-0000-8000-8000-000000000000',
])('knows no pseudonym %s', (subject) => {
  expect(directory.findBySubject(subject)).toBeUndefined();
});
