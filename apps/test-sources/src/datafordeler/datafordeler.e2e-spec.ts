import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Test } from '@nestjs/testing';
import type { INestApplication } from '@nestjs/common';
import { frozenClock, parseCprNumber, type CprNumber } from '@app/domain';
import { findTestPerson } from '@app/testing';
import { FactsService } from '../facts.service.js';
import { RecordChooser, type ChosenRecord } from '../record-chooser.js';
import { DatafordelerController } from './datafordeler.controller.js';

const parent = numberOf('parent');
const facts = new FactsService({ clock: frozenClock('2026-06-15T10:00:00+02:00'), populationSeed: 1, canaries: false });
let recordFor: (asked: CprNumber) => ChosenRecord;
let app: INestApplication;

beforeAll(async () => {
  const module = await Test.createTestingModule({
    controllers: [DatafordelerController],
    providers: [
      { provide: FactsService, useValue: facts },
      { provide: RecordChooser, useValue: { recordFor: (asked: CprNumber) => Promise.resolve(recordFor(asked)) } },
    ],
  }).compile();
  app = module.createNestApplication({ logger: false });
  await app.listen(0, '127.0.0.1');
});
beforeEach(() => {
  recordFor = (asked) => ({ envelope: asked, rows: asked });
});
afterAll(() => app.close());

function numberOf(key: string): CprNumber {
  const person = findTestPerson(key);
  if (person === undefined) throw new Error(`no test person ${key}`);
  return person.cprNumber;
}

async function post(body: unknown): Promise<{ status: number; reply: unknown }> {
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/datafordeler/CPR/custom/PublicSectorPerson/v2`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, reply: await response.json() };
}

const ask = (selection: string, ...cpr: readonly string[]) =>
  post({
    query: `query ($cpr: [String!]!) { CPRCustom_PublicSectorPerson(input: { personnummer: { personnummer: { in: $cpr } } }) { nodes { ${selection} } } }`,
    variables: { cpr },
  });

async function nodesOf(selection: string, ...cpr: readonly string[]): Promise<unknown> {
  const { reply } = await ask(`beskyttelser { beskyttelsestype } ${selection}`, ...cpr);
  return (reply as { data: { CPRCustom_PublicSectorPerson: { nodes: unknown } } }).data.CPRCustom_PublicSectorPerson
    .nodes;
}

describe('a selection', () => {
  it.each([
    ['of a person', 'navne { fornavne }'],
    [
      'of a person inside a record',
      'beskyttelser { status } foraeldremyndighedsoplysninger { foraeldremyndighedOver { personnummer } }',
    ],
  ])('%s without protections is refused in the words of the service', async (_where, selection) => {
    expect(await ask(selection, parent)).toEqual({
      status: 400,
      reply: { errors: [{ message: 'Required fields are missing in query selection: beskyttelser' }] },
    });
  });

  it('with an alias is refused', async () => {
    const { status, reply } = await ask('beskyttelser { status } navn: navne { fornavne }', parent);
    expect([status, reply]).toEqual([400, { errors: [{ message: 'Aliases are not allowed in query selection' }] }]);
  });

  it.each([
    ['an unknown field', 'beskyttelser { status } hemmeligheder'],
    ['no syntax', 'beskyttelser { status'],
  ])('with %s is refused', async (_what, selection) => {
    expect(await ask(selection, parent)).toMatchObject({ status: 400, reply: { errors: [expect.anything()] } });
  });

  it('gives what was selected and nothing else', async () => {
    expect(await nodesOf('navne { fornavne mellemnavn efternavn }', parent)).toEqual([
      { beskyttelser: [], navne: [{ fornavne: 'Åse', mellemnavn: 'Påhit', efternavn: 'Prøvesen' }] },
    ]);
  });
});

describe('a record', () => {
  it('tells when something was registered and when it has effect', async () => {
    expect(
      await nodesOf(
        'adresseoplysninger { cprAdresse { husnummer etage } status registreringfra registreringtil virkningfra virkningtil }',
        parent,
      ),
    ).toMatchObject([
      {
        adresseoplysninger: [
          {
            cprAdresse: { husnummer: '012', etage: '02' },
            status: 'aktuel',
            registreringfra: '2014-08-01T09:00:00.000000+01:00',
            registreringtil: null,
            virkningfra: '2014-08-01',
            virkningtil: null,
          },
          { status: 'historisk', virkningtil: '2014-07-31' },
        ],
      },
    ]);
  });

  it('is the same one by the number in force and by the replaced one', async () => {
    const [replaced] = facts.factsOf(numberOf('changed-number'))?.person.replacedNumbers ?? [];
    const selection = 'id status personnumre { personnummer status virkningtil }';
    const now = await nodesOf(selection, numberOf('changed-number'));
    expect(await nodesOf(selection, replaced?.cprNumber ?? '')).toEqual(now);
    expect(now).toMatchObject([
      {
        status: 'bopael_i_danmark',
        personnumre: [
          { personnummer: numberOf('changed-number'), status: 'aktuel', virkningtil: null },
          { personnummer: replaced?.cprNumber, status: 'historisk', virkningtil: replaced?.replacedOn },
        ],
      },
    ]);
  });

  it('tells the protection', async () => {
    expect(await nodesOf('id', numberOf('protected-address'))).toMatchObject([
      { beskyttelser: [{ beskyttelsestype: 'navne_og_adresse' }] },
    ]);
  });

  it('tells custody, and the children are to be had by their numbers', async () => {
    const found = await nodesOf(
      'foraeldremyndighedsoplysninger { foraeldremyndighedOver { personnummer beskyttelser { status } } foraeldremyndighedstype }',
      parent,
    );
    const [{ foraeldremyndighedsoplysninger: custody }] = found as [
      { foraeldremyndighedsoplysninger: { foraeldremyndighedOver: { personnummer: string } }[] },
    ];
    const children = custody.map(({ foraeldremyndighedOver }) => foraeldremyndighedOver.personnummer);
    expect(children).toHaveLength(2);
    expect(await nodesOf('personnumre { personnummer }', ...children)).toMatchObject(
      children.map((personnummer) => ({ personnumre: [{ personnummer }] })),
    );
  });

  it.each([
    ['nobody lives under the number', parseCprNumber('6101801234') ?? ''],
    ['it is no number', 'ikke et nummer'],
  ])('is not there when %s', async (_case, number) => {
    expect(await nodesOf('id', number)).toEqual([]);
  });

  it("is another person's when the shell says so", async () => {
    recordFor = (asked) => ({ envelope: asked, rows: numberOf('debtor-instalments') });
    expect(await nodesOf('personnumre { personnummer }', parent)).toMatchObject([
      { personnumre: [{ personnummer: numberOf('debtor-instalments') }] },
    ]);
  });
});

describe('a body', () => {
  it.each([[{}], [{ query: 1 }], [{ query: '{ __typename }', extra: true }]])('like %j is refused', async (body) => {
    expect((await post(body)).status).toBe(400);
  });
});
