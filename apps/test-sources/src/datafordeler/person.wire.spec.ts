import { calendarDate, type CalendarDate } from '@app/domain';
import { findTestPerson, type ChildFacts, type CitizenFacts } from '@app/testing';
import { childNodeOf, personNodeOf } from './person.wire.js';

const parent = findTestPerson('parent');
const today: CalendarDate = calendarDate(2026, 6, 15);

function factsWith(person: Partial<CitizenFacts['person']>): CitizenFacts {
  const facts = parent?.facts(today);
  if (facts === undefined) throw new Error('no test person parent');
  return { ...facts, person: { ...facts.person, ...person } };
}

describe('a record in the words of the Datafordeler', () => {
  it.each([
    ['01', 'bopael_i_danmark'],
    ['03', 'bopael_i_danmark_hoej_vejkode'],
    ['05', 'bopael_i_groenland'],
    ['07', 'bopael_i_groenland_hoej_vejkode'],
    ['20', 'ej_bopael'],
    ['30', 'annulleret'],
    ['50', 'nedlagt_person'],
    ['60', 'nedlagt_person'],
    ['70', 'forsvundet'],
    ['80', 'udrejst'],
    ['90', 'doed'],
    ['99', '99'],
  ])('has for status %s the word %s', (statusCode, word) => {
    expect(personNodeOf(factsWith({ statusCode }))['status']).toBe(word);
  });

  it.each([
    ['U', 'ugift'],
    ['G', 'gift'],
    ['F', 'fraskilt'],
    ['E', 'enke_enkemand'],
    ['P', 'registreret_partnerskab'],
    ['O', 'ophoert_partnerskab'],
    ['L', 'laengstlevende_partner'],
    ['D', 'doed'],
  ])('has for civil status %s the word %s, after being unmarried', (code, word) => {
    const { civilstande } = personNodeOf(factsWith({ civilStatus: { code, from: '2011-08-20' } }));
    expect((civilstande as { civilstandstype: string }[]).map(({ civilstandstype }) => civilstandstype)).toEqual(
      code === 'U' ? ['ugift'] : ['ugift', word],
    );
  });

  it.each([
    ['0001', 'navne_og_adresse'],
    ['0002', 'lokal_vejviser'],
    ['0003', 'markedsfoering'],
    ['0004', 'forsker'],
    ['0009', '0009'],
  ])('has for protection %s the word %s', (typeCode, word) => {
    const { beskyttelser } = personNodeOf(
      factsWith({ protections: [{ typeCode, from: '2020-01-01', to: '2021-01-01' }] }),
    );
    expect(beskyttelser).toMatchObject([
      { beskyttelsestype: word, virkningfra: '2020-01-01', virkningtil: '2021-01-01' },
    ]);
  });

  it('tells the protection of a child in both records', () => {
    const [first] = factsWith({}).person.children;
    if (first === undefined) throw new Error('no child');
    const child: ChildFacts = { ...first, isProtected: true };
    const protection = [expect.objectContaining({ beskyttelsestype: 'navne_og_adresse' })];
    expect(childNodeOf(child)['beskyttelser']).toEqual(protection);
    expect(personNodeOf(factsWith({ children: [child] }))['foraeldremyndighedsoplysninger']).toMatchObject([
      { foraeldremyndighedOver: { beskyttelser: protection } },
    ]);
  });

  it('names no child under custody who is not', () => {
    const children = factsWith({}).person.children.map((child) => ({ ...child, custody: 'NONE' }) as const);
    expect(personNodeOf(factsWith({ children }))['foraeldremyndighedsoplysninger']).toEqual([]);
  });
});
