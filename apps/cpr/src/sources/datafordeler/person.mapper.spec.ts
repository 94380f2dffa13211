import { personOf } from '../../person/person.js';
import { toChild, toNumbers, toPerson } from './person.mapper.js';
import { ChildNode, CitizenNode } from './person.reply.js';
import { addressRow, childNode, citizenNode, nameRow, numberRow, period } from '../../../test/nodes.fixture.js';

const today = '2026-06-15' as const;
const parse = (more: object = {}) => toPerson(CitizenNode.parse(citizenNode(more)));
const show = (more: object = {}, children: readonly object[] = []) =>
  personOf(
    parse(more),
    children.map((child) => toChild(ChildNode.parse(child))),
    today,
  );
const invalid = expect.objectContaining({ code: 'SOURCE_REPLY_INVALID' });
const custodyRow = (personnummer: string, more: object = {}) => ({
  foraeldremyndighedOver: { personnummer, beskyttelser: [] },
  foraeldremyndighedstype: 'faelles',
  ...period('2015-06-10'),
  ...more,
});

describe('a person', () => {
  it('is shown with all that is registered', () => {
    expect(show()).toEqual({
      cprNumber: '7001901111',
      bornOn: '1990-01-10',
      status: 'ACTIVE',
      name: { given: 'Åse', middle: 'Ærlig', family: 'Øllegård', full: 'Åse Ærlig Øllegård' },
      address: {
        line: 'Ærøvej 12B, 3. tv',
        postalCode: '5970',
        postalDistrict: 'Ærøskøbing',
        municipalityCode: '0492',
        municipality: 'Ærø',
        effectiveFrom: '2020-05-01',
        effectiveTo: null,
      },
      earlierAddresses: [
        expect.objectContaining({ line: 'Gammel Gade 1', effectiveFrom: '2010-01-01', effectiveTo: '2020-04-30' }),
      ],
      withheld: [],
      protections: [],
      civilStatus: { kind: 'MARRIED', effectiveFrom: '2018-08-18' },
      citizenships: [{ countryCode: 'DK', effectiveFrom: '1990-01-10' }],
      children: [],
      replacedCprNumbers: [],
    });
  });

  it('whose letters came decomposed is shown with composed ones', () => {
    expect(show({ navne: [nameRow('A\u030Ase'.normalize('NFD'), 'Ga\u030Ard')] }).name?.family).toBe('Gård');
  });

  it('under protection has neither name nor any address', () => {
    const shown = show({ beskyttelser: [{ beskyttelsestype: 'navne_og_adresse', ...period('2024-01-10') }] });
    expect(shown).toMatchObject({ name: null, address: null, earlierAddresses: [], withheld: ['NAME', 'ADDRESS'] });
    expect(JSON.stringify(shown)).not.toMatch(/Åse|Øllegård|Ærøvej|Gammel Gade/);
  });

  it('whose protections are missing has neither name nor any address', () => {
    expect(show({ beskyttelser: undefined })).toMatchObject({
      name: null,
      address: null,
      withheld: ['NAME', 'ADDRESS'],
    });
  });

  it('shows rows that were corrected nowhere', () => {
    const corrected = { registreringtil: '2021-01-01T00:00:00Z' };
    const shown = show({
      navne: [nameRow('Forkert', 'Navn', corrected), nameRow('Rigtigt', 'Navn')],
      adresseoplysninger: [
        addressRow('Forkert Vej', '2021-01-01', undefined, corrected),
        addressRow('Rigtig Vej', '2020-01-01'),
      ],
      civilstande: [{ civilstandstype: 'doed', ...period('2022-01-01'), ...corrected }],
    });
    expect(shown.name?.full).toBe('Rigtigt Navn');
    expect(shown.address?.line).toMatch(/^Rigtig Vej/);
    expect(shown.earlierAddresses).toEqual([]);
    expect(shown.civilStatus).toBeNull();
  });

  it('who moves next month still lives at the present address', () => {
    const shown = show({
      adresseoplysninger: [addressRow('Snart', '2026-07-01'), addressRow('Endnu', '2020-01-01', '2026-06-30')],
    });
    expect(shown.address?.line).toMatch(/^Endnu/);
    expect(shown.earlierAddresses).toEqual([]);
  });

  it('without an address in Denmark has none, and nothing is withheld', () => {
    expect(
      show({ status: 'udrejst', adresseoplysninger: [{ cprAdresse: null, ...period('2022-01-01') }] }),
    ).toMatchObject({
      status: 'EMIGRATED',
      address: null,
      withheld: [],
    });
  });

  it('with a changed number has the newest and the history', () => {
    const shown = show({
      personnumre: [
        numberRow('7001902222', '2010-01-01', '2023-11-08'),
        numberRow('7001901111', '2023-11-08'),
        numberRow('7001903333', '1990-01-10', '2010-01-01'),
      ],
    });
    expect(shown.cprNumber).toBe('7001901111');
    expect(shown.replacedCprNumbers).toEqual([
      { cprNumber: '7001902222', replacedOn: '2023-11-08' },
      { cprNumber: '7001903333', replacedOn: '2010-01-01' },
    ]);
  });

  it('may have a number without check digit', () => {
    expect(show({ personnumre: [numberRow('6101651234', '1965-01-01')] }).cprNumber).toBe('6101651234');
  });

  it.each<[string, object]>([
    ['an unknown status', { status: 'ny_status' }],
    ['an unknown civil status', { civilstande: [{ civilstandstype: 'separeret', ...period('2020-01-01') }] }],
    ['a day that does not exist', { foedselsdato: '1990-02-30' }],
    ['an unreadable day of effect', { navne: [nameRow('A', 'B', { virkningfra: '32.13.2026' })] }],
    ['a number that is none', { personnumre: [numberRow('7013901111', '1990-01-10')] }],
    ['no number in force', { personnumre: [numberRow('7001901111', '1990-01-10', '2020-01-01')] }],
    [
      'two numbers in force',
      { personnumre: [numberRow('7001901111', '1990-01-10'), numberRow('7001902222', '2020-01-01')] },
    ],
  ])('with %s is not shown at all', (_case, more) => {
    expect(() => parse(more)).toThrow(invalid);
  });

  it('never has its values in the error', () => {
    expect(() => parse({ personnumre: [numberRow('7013901111', '1990-01-10')] })).toThrow(
      expect.objectContaining({ facts: { source: 'datafordeler', reason: 'person number' } }),
    );
  });
});

describe('children', () => {
  const eldest = childNode('7006104444', '2010-06-10', 'Storebror');
  const youngest = childNode('7006154444', '2015-06-10', 'Lillesøster');
  const custody = {
    foraeldremyndighedsoplysninger: [
      custodyRow('7006154444'),
      custodyRow('7006104444', { foraeldremyndighedstype: 'ene' }),
    ],
  };

  it('are shown eldest first, with custody and home', () => {
    expect(show(custody, [youngest, eldest]).children).toEqual([
      {
        name: expect.objectContaining({ given: 'Storebror' }),
        bornOn: '2010-06-10',
        custody: 'SOLE',
        livesWithCitizen: true,
      },
      {
        name: expect.objectContaining({ given: 'Lillesøster' }),
        bornOn: '2015-06-10',
        custody: 'SHARED',
        livesWithCitizen: true,
      },
    ]);
  });

  it('that are not under custody are not shown, even if the source sends them', () => {
    expect(show({}, [eldest]).children).toEqual([]);
  });

  it('under protection have no name and no home', () => {
    const hidden = { ...youngest, beskyttelser: [{ beskyttelsestype: 'navne_og_adresse', ...period('2020-01-01') }] };
    const [, child] = show(custody, [eldest, hidden]).children;
    expect(child).toEqual({ name: null, bornOn: '2015-06-10', custody: 'SHARED', livesWithCitizen: null });
  });

  it('whose protections are missing have no name and no home', () => {
    const { beskyttelser: _, ...silent } = youngest;
    const [, child] = show(custody, [eldest, silent]).children;
    expect(child).toMatchObject({ name: null, livesWithCitizen: null });
  });

  it.each([
    ['says that they are protected', [{ beskyttelsestype: 'navne_og_adresse', ...period('2020-01-01') }]],
    ['does not tell their protections', undefined],
  ])("have no name and no home when the parent's record %s", (_case, beskyttelser) => {
    const told = custodyRow('7006104444', { foraeldremyndighedOver: { personnummer: '7006104444', beskyttelser } });
    expect(show({ foraeldremyndighedsoplysninger: [told] }, [eldest]).children).toEqual([
      { name: null, bornOn: '2010-06-10', custody: 'SHARED', livesWithCitizen: null },
    ]);
  });

  it('do not tell where a protected parent lives', () => {
    const protectedParent = {
      ...custody,
      beskyttelser: [{ beskyttelsestype: 'navne_og_adresse', ...period('2020-01-01') }],
    };
    expect(show(protectedParent, [eldest]).children[0]).toMatchObject({ livesWithCitizen: null });
  });

  it('who live elsewhere are shown so', () => {
    const elsewhere = { ...eldest, adresseoplysninger: [addressRow('Hos Far', '2020-01-01')] };
    expect(show(custody, [elsewhere]).children[0]).toMatchObject({ livesWithCitizen: false });
  });

  it('whose number changed are found by the number under custody', () => {
    const renumbered = {
      ...eldest,
      personnumre: [numberRow('7006105555', '2020-01-01'), numberRow('7006104444', '2010-06-10', '2020-01-01')],
    };
    expect(show(custody, [renumbered]).children).toHaveLength(1);
  });

  it('who died are not listed', () => {
    expect(show(custody, [{ ...eldest, status: 'doed' }]).children).toEqual([]);
  });
});

describe('numbers', () => {
  it('whose registration was corrected do not count', () => {
    const rows = ChildNode.parse(
      childNode('7006104444', '2010-06-10', 'X', {
        personnumre: [
          numberRow('7006104444', '2010-06-10'),
          { ...numberRow('7006109999', '2010-06-10'), registreringtil: '2010-07-01T00:00:00Z' },
        ],
      }),
    );
    expect(toNumbers(rows.personnumre)).toEqual({ inForce: '7006104444', replaced: [] });
  });
});
