import fc from 'fast-check';
import { protectionsInForce, withheldGroups } from '../../person/protection.js';
import { toProtections } from './protections.mapper.js';

const today = '2026-06-15' as const;
const withheldOf = (beskyttelser: unknown) => withheldGroups(protectionsInForce(toProtections(beskyttelser), today));
const row = (more: object = {}) => ({
  beskyttelsestype: 'markedsfoering',
  status: 'aktuel',
  registreringfra: '2020-01-01T00:00:00Z',
  registreringtil: null,
  virkningfra: '2020-01-01',
  virkningtil: null,
  ...more,
});
const protectedRow = { beskyttelsestype: 'navne_og_adresse' };
const all = ['NAME', 'ADDRESS'];

describe('protections that the source sends', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['none', [], []],
    ['a harmless one', [row()], []],
    ['the protection', [row(protectedRow)], all],
    ['missing', undefined, all],
    ['null', null, all],
    ['an object', {}, all],
    ['a text', 'ingen', all],
    ['a row that is no object', [null], all],
    ['a row without kind', [row({ beskyttelsestype: undefined })], all],
    ['a kind that is new', [row({ beskyttelsestype: 'kreditadvarsel' })], all],
    ['over', [row({ ...protectedRow, virkningtil: '2026-06-14' })], []],
    [
      'over at midnight in Denmark, written as an instant',
      [row({ ...protectedRow, virkningtil: '2026-06-14T21:59:59Z' })],
      [],
    ],
    ['ending today in Denmark, yesterday in UTC', [row({ ...protectedRow, virkningtil: '2026-06-14T22:00:00Z' })], all],
    ['an end that is no day', [row({ ...protectedRow, virkningtil: '31.13.2020' })], all],
    ['an end that does not exist', [row({ ...protectedRow, virkningtil: '2020-02-30' })], all],
    ['an empty end', [row({ ...protectedRow, virkningtil: '' })], all],
    ['a beginning that is missing', [row({ ...protectedRow, virkningfra: undefined, virkningtil: '2020-01-01' })], all],
    ['a harmless one without an end', [row({ virkningtil: undefined })], []],
    ['planned', [row({ ...protectedRow, virkningfra: '2026-06-16' })], []],
    ['corrected away', [row({ ...protectedRow, registreringtil: '2025-01-01T10:00:00+01:00' })], []],
    ['corrected at a time that cannot be read', [row({ ...protectedRow, registreringtil: 'ja' })], all],
    ['historic by its status only', [row({ ...protectedRow, status: 'historisk' })], all],
  ])('%s', (_case, beskyttelser, expected) => {
    expect(withheldOf(beskyttelser)).toEqual(expected);
  });

  it('never throw, and show name and address only where every row is understood', () => {
    fc.assert(
      fc.property(fc.anything(), (beskyttelser) => {
        const isUnderstood = Array.isArray(beskyttelser) && beskyttelser.length === 0;
        expect(withheldOf(beskyttelser)).toEqual(isUnderstood ? [] : all);
      }),
    );
  });
});
