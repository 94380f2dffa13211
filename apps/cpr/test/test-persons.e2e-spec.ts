import { loadExamples } from '@app/contracts';
import { frozenClock, type CprNumber } from '@app/domain';
import {
  DEFAULT_POPULATION_SEED,
  findTestPerson,
  StandIn,
  syntheticCitizen,
  TEST_PERSONS,
  TestGateway,
  TestSubgraph,
  type TestPerson,
} from '@app/testing';
import { AUTHORITY, CprModule } from '../src/cpr.module.js';

/** The app against the stand-in of its source, each with its own view of the Datafordeler's form. */

const TODAY = '2026-06-15';
const FROZEN_AT = `${TODAY}T12:00:00+02:00`;
const PERSON = `
  cprNumber bornOn status withheld
  name { given middle family full }
  address { line postalCode postalDistrict municipalityCode municipality effectiveFrom effectiveTo }
  earlierAddresses { line effectiveTo }
  protections { kind effectiveFrom effectiveTo }
  civilStatus { kind effectiveFrom }
  citizenships { countryCode effectiveFrom }
  children { name { full } bornOn custody livesWithCitizen }
  replacedCprNumbers { cprNumber replacedOn }
`;

let standIn: StandIn;
let gateway: TestGateway;
let subgraph: TestSubgraph;

beforeAll(async () => {
  [standIn, gateway] = await Promise.all([StandIn.start(FROZEN_AT), TestGateway.start()]);
  subgraph = await TestSubgraph.start({
    gateway,
    name: AUTHORITY,
    module: CprModule.forRoot,
    sourceUrl: standIn.url,
    config: { clock: frozenClock(FROZEN_AT), sourceTimeLimitMs: 5_000 },
  });
}, 60_000);

afterAll(async () => {
  const traces = await subgraph.traces();
  await subgraph[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
  await standIn[Symbol.asyncDispose]();
  for (const { cprNumber } of TEST_PERSONS) expect(traces).not.toContain(cprNumber);
});

function person(key: string): TestPerson {
  const found = findTestPerson(key);
  if (found === undefined) throw new Error(`no test person ${key}`);
  return found;
}

/** The person's record; fails unless it is whole and its owner is who asked. */
async function recordOf(cprNumber: CprNumber): Promise<object> {
  const { errors, entity } = await subgraph.ask(cprNumber, `recordOwner person { ${PERSON} }`, { deadlineMs: 10_000 });
  expect(errors).toEqual([]);
  const { recordOwner, person: record } = entity as { recordOwner: string; person: object };
  expect(recordOwner).toBe(gateway.ownerHash(cprNumber));
  return record;
}

describe('every test person', () => {
  it.each(TEST_PERSONS.map((one) => [one.key, one] as const))(
    '%s is shown as registered',
    async (_key, { cprNumber, facts }) => {
      const { person: known } = facts(TODAY);
      const isProtected = known.protections.length > 0;
      const { given, middle = null, family } = known.name;
      expect(await recordOf(cprNumber)).toMatchObject({
        cprNumber,
        bornOn: known.bornOn,
        status: 'ACTIVE',
        withheld: isProtected ? ['NAME', 'ADDRESS'] : [],
        name: isProtected ? null : { given, middle, family },
        address: isProtected
          ? null
          : {
              postalCode: known.address.postalCode,
              municipality: known.address.municipality,
              effectiveFrom: known.address.from,
            },
        citizenships: known.citizenships.map(({ countryCode }) => ({ countryCode })),
        replacedCprNumbers: known.replacedNumbers,
        children: known.children
          .filter(({ custody }) => custody !== 'NONE')
          .toSorted((a, b) => a.bornOn.localeCompare(b.bornOn))
          .map(({ name, bornOn, custody, livesWithCitizen }) => ({
            name: { full: [name.given, name.middle, name.family].filter((part) => part !== undefined).join(' ') },
            bornOn,
            custody,
            livesWithCitizen,
          })),
      });
    },
  );
});

describe('the person', () => {
  it('under protection has neither name nor address anywhere in the answer', async () => {
    const { cprNumber, facts } = person('protected-address');
    const { name, address } = facts(TODAY).person;
    const record = JSON.stringify(await recordOf(cprNumber));
    for (const secret of [name.given, name.family, address.street, address.postalCode])
      expect(record).not.toContain(secret);
  });

  it('with a new number is shown by the old one too: it is the same person', async () => {
    const { cprNumber, facts } = person('changed-number');
    const [replaced] = facts(TODAY).person.replacedNumbers;
    if (replaced === undefined) throw new Error('no replaced number');
    const byTheOld = await recordOf(replaced.cprNumber);
    expect(byTheOld).toEqual(await recordOf(cprNumber));
    expect(byTheOld).toMatchObject({ cprNumber, replacedCprNumbers: [replaced] });
  });

  it('without a check digit is shown like anyone', async () => {
    expect(await recordOf(person('no-check-digit').cprNumber)).toMatchObject({ bornOn: '1965-01-01' });
  });

  it('who parted from the other parent shares the custody, and one of them the home', async () => {
    const children = async (key: string) => (await recordOf(person(key).cprNumber)) as { children: unknown };
    const child = { bornOn: '2017-08-24', custody: 'SHARED' };
    expect(await children('parted-after-rule')).toMatchObject({ children: [{ ...child, livesWithCitizen: true }] });
    expect(await children('parted-after-rule-other')).toMatchObject({
      children: [{ ...child, livesWithCitizen: false }],
    });
  });
});

describe('the synthetic population', () => {
  it('is shown whole, each as the owner of the own record', async () => {
    const population = Array.from({ length: 30 }, (_, index) =>
      syntheticCitizen(DEFAULT_POPULATION_SEED, index * 7_919),
    );
    for (const cprNumber of population) expect(await recordOf(cprNumber)).toMatchObject({ cprNumber });
  }, 60_000);
});

describe('the examples of the contract', () => {
  it.each(loadExamples('contracts', AUTHORITY).map((example) => [example.name, example] as const))(
    '%s',
    async (_name, { person: key, today, entityQuery, expected }) => {
      expect(today).toBe(TODAY); // the stand-in's clock; an example of another day needs another stand-in
      const token = await gateway.tokenFor(AUTHORITY, person(key).cprNumber);
      const variables = { representations: [{ __typename: 'Citizen', id: 'test-citizen' }] };
      const { errors, entity } = await subgraph.post({ query: entityQuery, variables }, { token, deadlineMs: 10_000 });
      expect(errors).toEqual([]);
      expect(entity).toEqual(expected);
    },
  );
});
