import { SLOTS } from '../overview-marks.js';
import { AnswerTemplate, TemplateMaker } from './answer-template.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Oere
  type Citizen @key(fields: "id") { id: ID! recordOwner: String tax: Tax }
  type Tax { year: Int! incomeOere: Oere note: String }
`;
const VALUES = { id: 'ref', owner: 'own', cpr: '6101019000', amount: '1234' };
const citizen = (year: number) => ({
  __typename: 'Citizen',
  id: SLOTS.id,
  recordOwner: SLOTS.owner,
  tax: { year, incomeOere: SLOTS.amount, note: 'Årsopgørelse' },
});
const ask = (selection: string) =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${selection} } } }`;

describe('a replayed answer', () => {
  const maker = new TemplateMaker(SDL, [citizen(2024), citizen(2025)]);

  it('is what the operation asks for, under its own keys, one for each recorded citizen', async () => {
    const templates = await maker.make(ask('echo: id tax { income: incomeOere year note }'));
    expect(templates.map((template) => JSON.parse(template.fill(VALUES).toString('utf8')) as unknown)).toEqual(
      [2024, 2025].map((year) => ({
        data: { _entities: [{ echo: 'ref', tax: { income: 1234, year, note: 'Årsopgørelse' } }] },
      })),
    );
  });

  it('says which of the citizen’s own values it needs', async () => {
    const [template] = await maker.make(ask('recordOwner'));
    expect(template?.asks('owner')).toBe(true);
    expect(template?.asks('amount')).toBe(false);
  });

  it('is refused when the operation does not fit the schema', async () => {
    await expect(maker.make(ask('salary'))).rejects.toThrow('salary');
  });

  it('without slots is the text itself', () => {
    expect(AnswerTemplate.of('{"data":null}').fill(VALUES).toString()).toBe('{"data":null}');
  });
});
