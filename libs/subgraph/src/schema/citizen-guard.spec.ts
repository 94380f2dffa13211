import { parseCprNumber, type CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import { buildSchema, execute, isObjectType, parse, type ExecutionResult } from 'graphql';
import { RecordLedger, type BrokenOnPurpose } from '../access/record-ledger.js';
import type { SubgraphContext, SubjectAccess } from '../access/subject-access.js';
import { guardCitizen, guardEntities } from './citizen-guard.js';

const citizen = number('7001901111');
const other = number('7101902222');
const sdl = /* GraphQL */ `
  type Query {
    _entities(representations: [_Any]): [Citizen]
  }
  scalar _Any
  type Citizen {
    id: ID!
    recordOwner: String
    benefits: String
    debts: String
    lazy: Lazy
  }
  type Lazy {
    later: String
  }
`;

function number(text: string): CprNumber {
  const parsed = parseCprNumber(text);
  if (parsed === undefined) throw new Error('not a person number');
  return parsed;
}

type FieldOf = (access: SubjectAccess) => unknown;

interface World {
  readonly benefits?: FieldOf;
  readonly debts?: FieldOf;
  readonly later?: FieldOf;
  readonly broken?: BrokenOnPurpose;
  readonly keys?: string;
}

const reads =
  (owner: CprNumber, afterTurns = 0): FieldOf =>
  async ({ records }) => {
    for (let turn = 0; turn < afterTurns; turn++) await new Promise(setImmediate);
    records.read(owner);
    return 'read';
  };

const fails: FieldOf = async () => {
  await new Promise(setImmediate);
  throw new ExposureError('SOURCE_UNAVAILABLE');
};

/** Asks the selection of the citizen in a schema whose fields do what the world says. */
async function ask(selection: string, world: World): Promise<ExecutionResult> {
  const schema = buildSchema(sdl);
  const type = schema.getType('Citizen');
  const query = schema.getQueryType()?.getFields()['_entities'];
  const lazy = schema.getType('Lazy');
  if (!isObjectType(type) || !isObjectType(lazy) || query === undefined) throw new Error('schema');
  query.resolve = () => [{ id: 'reference' }];
  const fields = type.getFields();
  for (const name of ['benefits', 'debts'] as const) {
    const field = fields[name];
    if (field !== undefined) field.resolve = (_source, _args, { access }: SubgraphContext) => world[name]?.(access);
  }
  if (fields['lazy'] !== undefined) fields['lazy'].resolve = () => ({});
  const later = lazy.getFields()['later'];
  if (later !== undefined) later.resolve = (_source, _args, { access }: SubgraphContext) => world.later?.(access);
  guardEntities(guardCitizen(schema, (owner) => (owner === citizen ? 'hash of the citizen' : 'hash of another')));
  const access: SubjectAccess = {
    citizenId: 'reference',
    cprNumber: citizen,
    acr: 'acr',
    transactionId: 'transaction',
    signal: new AbortController().signal,
    remainingMs: () => 500,
    records: new RecordLedger(citizen, world.broken),
  };
  const keys = world.keys ?? '[{ __typename: "Citizen", id: "reference" }]';
  return execute({
    schema,
    document: parse(`{ _entities(representations: ${keys}) { ${selection} } }`),
    contextValue: { access },
  });
}

const entityOf = (result: ExecutionResult): unknown => (result.data?.['_entities'] as unknown[] | undefined)?.[0];
const codesOf = (result: ExecutionResult): unknown[] =>
  (result.errors ?? []).map(({ originalError }) =>
    originalError instanceof ExposureError ? originalError.code : 'INTERNAL',
  );

describe('recordOwner', () => {
  it.each([
    ['first', 'recordOwner benefits debts'],
    ['in the middle', 'benefits recordOwner debts'],
    ['last', 'benefits debts recordOwner'],
    ['in a fragment', '...on Citizen { recordOwner } benefits ...on Citizen { debts }'],
  ])('waits for fields that read late when it is asked %s', async (_place, selection) => {
    const result = await ask(selection, { benefits: reads(citizen, 5), debts: reads(citizen, 9) });
    expect(result.errors).toBeUndefined();
    expect(entityOf(result)).toMatchObject({ recordOwner: 'hash of the citizen', benefits: 'read', debts: 'read' });
  });

  it('is asked under an alias, and so are its siblings', async () => {
    const result = await ask('owner: recordOwner again: recordOwner one: benefits two: benefits', {
      benefits: reads(citizen, 3),
    });
    expect(entityOf(result)).toEqual({
      owner: 'hash of the citizen',
      again: 'hash of the citizen',
      one: 'read',
      two: 'read',
    });
  });

  it('is null when nothing was read', async () => {
    const result = await ask('recordOwner benefits', { benefits: () => null });
    expect(entityOf(result)).toEqual({ recordOwner: null, benefits: null });
  });

  it('comes from the other rows when a sibling fails', async () => {
    const result = await ask('recordOwner benefits debts', { benefits: fails, debts: reads(citizen, 4) });
    expect(entityOf(result)).toEqual({ recordOwner: 'hash of the citizen', benefits: null, debts: 'read' });
    expect(codesOf(result)).toEqual(['SOURCE_UNAVAILABLE']);
  });

  it('waits for a sibling that fails after all others have answered', async () => {
    const readsThenFails: FieldOf = async (access) => {
      for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
      access.records.read(citizen);
      throw new ExposureError('SOURCE_REPLY_INVALID');
    };
    const result = await ask('recordOwner benefits debts', { benefits: readsThenFails, debts: () => 'nothing read' });
    expect(entityOf(result)).toEqual({ recordOwner: 'hash of the citizen', benefits: null, debts: 'nothing read' });
  });

  it('tells whose rows they were when all are about another person, and nothing else is given', async () => {
    const result = await ask('recordOwner benefits debts', { benefits: reads(other), debts: () => 'harmless' });
    expect(entityOf(result)).toEqual({ recordOwner: 'hash of another', benefits: null, debts: null });
    expect(codesOf(result)).toEqual(['SUBJECT_MISMATCH', 'SUBJECT_MISMATCH']);
  });

  it('gives nothing at all when rows disagree', async () => {
    const result = await ask('recordOwner benefits debts', { benefits: reads(citizen), debts: reads(other, 3) });
    expect(entityOf(result)).toEqual({ recordOwner: null, benefits: null, debts: null });
    expect(codesOf(result)).toEqual(['SUBJECT_MISMATCH', 'SUBJECT_MISMATCH', 'SUBJECT_MISMATCH']);
  });

  it('withholds the siblings even when the reader swallows the error', async () => {
    const swallows: FieldOf = ({ records }) => {
      try {
        records.read(other);
      } catch {
        // a careless adapter
      }
      return "another person's record";
    };
    const result = await ask('benefits', { benefits: swallows });
    expect(entityOf(result)).toEqual({ benefits: null });
  });

  it('lets no deeper field read records after it was answered', async () => {
    const result = await ask('recordOwner lazy { later }', { later: reads(citizen) });
    expect(entityOf(result)).toEqual({ recordOwner: null, lazy: { later: null } });
    expect(codesOf(result)).toEqual(['INTERNAL']);
  });

  it('is caught when it comes from the token instead of the row', async () => {
    const selection = 'recordOwner benefits';
    const honest = await ask(selection, { benefits: reads(other) });
    const mutant = await ask(selection, { benefits: reads(other), broken: 'owner-from-token' });
    expect(entityOf(honest)).toMatchObject({ recordOwner: 'hash of another' });
    expect(entityOf(mutant)).toMatchObject({ recordOwner: 'hash of the citizen' });
  });
});

describe('_entities', () => {
  it.each([
    ['another key', '[{ __typename: "Citizen", id: "someone-else" }]'],
    ['no key', '[]'],
    ['the key twice', '[{ __typename: "Citizen", id: "reference" }, { __typename: "Citizen", id: "reference" }]'],
    ['another type', '[{ __typename: "Person", id: "reference" }]'],
    ['a key without id', '[{ __typename: "Citizen" }]'],
    ['null', 'null'],
    ['a null key', '[null]'],
  ])('refuses %s', async (_case, keys) => {
    const result = await ask('id', { keys });
    expect(result.data?.['_entities'] ?? null).toBeNull();
    expect(codesOf(result)).toEqual(['SUBJECT_NOT_ASKED']);
  });
});
