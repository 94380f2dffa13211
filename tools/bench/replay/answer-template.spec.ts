import { SLOTS } from '../shapes/bench-citizen.js';
import { AnswerTemplate, TemplateMaker, withIdSlot } from './answer-template.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Oere
  type Query { citizen(id: ID!): Citizen }
  type Citizen @key(fields: "id") { id: ID! recordOwner: String tax: Tax }
  type Tax { year: Int! incomeOere: Oere note: String }
`;
const VALUES = { id: 'ref', owner: 'own', cpr: '6101019000', amount: '1234' };
const citizen = {
  __typename: 'Citizen',
  id: SLOTS.id,
  recordOwner: SLOTS.owner,
  tax: { year: 2025, incomeOere: SLOTS.amount, note: 'Årsopgørelse' },
};
const ask = (selection: string) => ({
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${selection} } } }`,
  variables: { representations: [{ __typename: 'Citizen', id: SLOTS.id }] },
});

describe('a replayed answer', () => {
  const maker = new TemplateMaker(SDL);
  const read = (template: AnswerTemplate) => JSON.parse(template.fill(VALUES).toString('utf8')) as unknown;

  it('is what the operation asks for, under its own keys', async () => {
    const template = await maker.make(ask('echo: id tax { income: incomeOere year note }'), citizen);
    expect(read(template)).toEqual({
      data: { _entities: [{ echo: 'ref', tax: { income: 1234, year: 2025, note: 'Årsopgørelse' } }] },
    });
  });

  it('tells who a citizen is that an argument names', async () => {
    const question = { query: 'query A($id: ID!) { citizen(id: $id) { __typename id } }', variables: { id: SLOTS.id } };
    expect(read(await maker.make(question, citizen))).toEqual({
      data: { citizen: { __typename: 'Citizen', id: 'ref' } },
    });
  });

  it('says which of the citizen’s own values it needs', async () => {
    const template = await maker.make(ask('recordOwner'), citizen);
    expect(template.asks('owner')).toBe(true);
    expect(template.asks('amount')).toBe(false);
  });

  it('is refused when the operation does not fit the schema', async () => {
    await expect(maker.make(ask('salary'), citizen)).rejects.toThrow('salary');
  });

  it('without slots is the text itself', () => {
    expect(AnswerTemplate.of('{"data":null}').fill(VALUES).toString()).toBe('{"data":null}');
  });
});

describe('variables', () => {
  it('are the same for every citizen with the slot in place of the id, wherever it stands', () => {
    const variables = (id: string) => ({ id, representations: [{ __typename: 'Citizen', id }], note: `about ${id}` });
    expect(withIdSlot({ ...variables('citizen-1'), note: 'x' }, 'citizen-1')).toEqual({
      ...variables(SLOTS.id),
      note: 'x',
    });
    expect(withIdSlot(variables('citizen-1'), 'citizen-1')['note']).toBe('about citizen-1');
  });
});
