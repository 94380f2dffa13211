import { readFileSync } from 'node:fs';
import { frozenClock } from '@app/domain';
import type { EngineContext } from '@app/federation';
import { Deadline } from '@app/resilience';
import { execute, parse, validate, type ExecutionResult } from 'graphql';
import { RequestSources } from '../source-status.js';
import { INPUT_OWNERS, type InputField } from './overview-inputs.js';
import { createOwnSubgraph } from './own-subgraph.js';

const CONTRACTS = 'contracts';
const sdl = readFileSync(`${CONTRACTS}/gateway/schema.graphql`, 'utf8');
const nameOf = (authority: string) => ({ da: `${authority} da`, en: `${authority} en` });
/** Late in the evening in London, the next day in Denmark. */
const own = createOwnSubgraph({ sdl, clock: frozenClock('2026-06-14T22:30:00Z'), nameOf });

function context(more: Partial<EngineContext> = {}): EngineContext {
  const terms = {
    displayName: nameOf('skat'),
    texts: { empty: nameOf('e'), unavailable: nameOf('u'), closed: nameOf('c'), notConnected: nameOf('n') },
    selfService: nameOf('s'),
  };
  return {
    subject: { citizenId: 'me-1', recordOwnerFor: () => '', tokenFor: () => Promise.reject(new Error('asks nobody')) },
    report: new RequestSources(() => terms),
    deadline: Deadline.after(1_000),
    transactionId: 't',
    ...more,
  };
}

async function ask(query: string, contextValue = context(), variableValues = {}): Promise<ExecutionResult> {
  const document = parse(query);
  expect(validate(own.schema, document)).toEqual([]);
  return execute({ schema: own.schema, document, contextValue, variableValues });
}

/** As the engine asks for what is derived. */
function derive(fields: string, inputs: object, contextValue = context()): Promise<ExecutionResult> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Citizen { ${fields} } } }`;
  return ask(query, contextValue, { representations: [{ __typename: 'Citizen', id: 'me-1', ...inputs }] });
}

it('is the gateway’s, and tells of its sources last', () => {
  expect(own).toMatchObject({ name: 'gateway', lateFields: new Set(['sources']) });
});

it('says that the citizen is the subject of the token', async () => {
  expect(await ask('{ me { id } }')).toEqual({ data: { me: { id: 'me-1' } } });
});

it('says nothing about nobody', async () => {
  const { subject: _subject, ...nobody } = context();

  expect((await ask('{ me { id } }', nobody)).data).toBeNull();
});

describe('what is derived', () => {
  const refund = { __typename: 'TaxRefund', amountOere: 500, payOn: '2026-06-15', offsetOere: 0 };
  const annualTax = [{ incomeYear: 2025, correctBy: '2026-05-01', settlement: refund }];

  it('is shown on the gateway’s day in Denmark, with where it comes from', async () => {
    const entry =
      'happensOn kind action amountOere title { da } recordId source { authority authorityName { en } field }';

    expect(await derive(`timeline { entries { ${entry} } tasksUntil eventsUntil }`, { annualTax })).toEqual({
      data: {
        _entities: [
          {
            timeline: {
              entries: [
                {
                  happensOn: '2026-06-15',
                  kind: 'TAX_REFUND',
                  action: 'NONE',
                  amountOere: 500,
                  title: { da: 'Overskydende skat for 2025 udbetales' },
                  recordId: '2025',
                  source: { authority: 'skat', authorityName: { en: 'skat en' }, field: 'annualTax' },
                },
              ],
              tasksUntil: '2027-06-15',
              eventsUntil: '2026-09-15',
            },
          },
        ],
      },
    });
  });

  it('names what it lacks by authority and field, in the citizen’s words', async () => {
    const { data } = await derive(
      'timeline { lacks { field content { da } } } claims { total { amountOere } lacks { authority field content { en } } }',
      {
        annualTax,
        debtsToUdbetalingDanmark: null,
      },
    );

    expect(data).toMatchObject({
      _entities: [
        {
          timeline: {
            lacks: [
              { field: 'benefits' },
              { field: 'payments' },
              { field: 'statePensionOutlook' },
              { field: 'claimsUnderCollection', content: { da: 'gæld til inddrivelse' } },
            ],
          },
          claims: {
            total: null,
            lacks: [{ authority: 'skat', field: 'claimsUnderCollection', content: { en: 'claims under collection' } }],
          },
        },
      ],
    });
  });

  it('shows a claim once, with its sightings', async () => {
    const seen = {
      claimId: 'F',
      description: 'd',
      originalAmountOere: 2,
      remainingOere: 1,
      payBy: '2026-01-01',
      status: 'SENT_TO_COLLECTION',
    };
    const { data } = await derive(
      'claims { claims { claimId status sightings { source { authority } counts } } total { amountOere status } lacks { field } }',
      {
        debtsToUdbetalingDanmark: [{ ...seen, instalments: null }],
        claimsUnderCollection: { claims: [{ ...seen, creditor: 'Udbetaling Danmark', isOffset: true }] },
      },
    );

    expect(data).toEqual({
      _entities: [
        {
          claims: {
            claims: [
              {
                claimId: 'F',
                status: 'SENT_TO_COLLECTION',
                sightings: [
                  { source: { authority: 'udbetaling-danmark' }, counts: false },
                  { source: { authority: 'skat' }, counts: true },
                ],
              },
            ],
            total: { amountOere: 1, status: 'SENT_TO_COLLECTION' },
            lacks: [],
          },
        },
      ],
    });
  });

  it('is refused about anybody but the subject', async () => {
    const { data, errors } = await derive('timeline { tasksUntil }', { id: 'me-2' });

    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors)).not.toContain('me-2');
  });
});

describe('the sources', () => {
  const SOURCES =
    '{ sources { authority state missing affects code fetchedAt text { da } selfService { en } name { da } } }';

  it('are told as the request knows them', async () => {
    const request = context();
    request.report.expect([{ authority: 'skat', paths: ['me.annualTax'] }]);
    request.report.record({
      authority: 'skat',
      paths: ['me.annualTax'],
      answeredAt: new Date('2026-06-15T08:00:00Z'),
      isEmpty: false,
      faults: [],
    });

    expect(await ask(SOURCES, request)).toEqual({
      data: {
        sources: [
          {
            authority: 'skat',
            state: 'FETCHED',
            missing: [],
            affects: ['me.annualTax'],
            code: null,
            fetchedAt: '2026-06-15T08:00:00.000Z',
            text: null,
            selfService: { en: 's en' },
            name: { da: 'skat da' },
          },
        ],
      },
    });
  });

  it('are none in a rehearsal, which asks nobody', async () => {
    const report = { expect: () => undefined, record: () => undefined };

    expect(await ask(SOURCES, context({ report, isRehearsal: true }))).toEqual({ data: { sources: [] } });
  });

  it('are not made up where no account was kept', async () => {
    const report = { expect: () => undefined, record: () => undefined };

    expect((await ask(SOURCES, context({ report }))).data).toBeNull();
  });
});

it('knows who answers each field that it derives from', () => {
  const owners = Object.entries(INPUT_OWNERS).map(([field, { authority }]): [string, boolean] => {
    const schema = parse(readFileSync(`${CONTRACTS}/${authority}/schema.graphql`, 'utf8'));
    const has = schema.definitions.some(
      (type) =>
        type.kind === 'ObjectTypeDefinition' &&
        type.name.value === 'Citizen' &&
        type.fields?.some(({ name }) => name.value === field) === true,
    );
    return [field, has];
  });

  expect(owners).toEqual(owners.map(([field]) => [field, true]));
});

it('derives from the fields that its schema requires, and from no other', () => {
  const required = /timeline: Timeline[^"]*"""([\s\S]*?)"""/.exec(sdl)?.[1] ?? '';
  const selection = parse(`{ ${required} }`).definitions[0];
  const fields =
    selection !== undefined && 'selectionSet' in selection ? (selection.selectionSet?.selections ?? []) : [];
  const names = fields.flatMap((field) => (field.kind === 'Field' ? [field.name.value] : []));

  expect(names.toSorted()).toEqual((Object.keys(INPUT_OWNERS) as InputField[]).toSorted());
});
