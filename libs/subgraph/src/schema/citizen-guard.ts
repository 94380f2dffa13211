import { ExposureError } from '@app/errors';
import { defaultFieldResolver, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import type { CprNumber } from '@app/domain';
import type { SubgraphContext, SubjectAccess } from '../access/subject-access.js';

type Resolver = GraphQLFieldResolver<unknown, SubgraphContext>;

const WITHOUT_RECORDS = new Set(['id', 'recordOwner']);

/**
 * Makes `Citizen` answer about the right person or not at all.
 *
 * Every field that brings records waits until all its siblings have settled; then the ledger is compared with the
 * subject of the token, and sealed. One foreign row anywhere withholds all fields. `recordOwner` waits for the same
 * moment and tells the truth about the rows, so the gateway can judge for itself.
 *
 * graphql-js calls sibling resolvers synchronously, one after the other. So when the first of them goes on after one
 * microtask, each has left its promise in the list, whatever the order of the fields in the query.
 */
export function guardCitizen(schema: GraphQLSchema, hashOf: (owner: CprNumber) => string): GraphQLSchema {
  const citizen = schema.getType('Citizen');
  if (!isObjectType(citizen)) throw new Error('the schema has no type Citizen');
  const pending = new WeakMap<SubjectAccess, Promise<unknown>[]>();

  const allSettled = async (access: SubjectAccess): Promise<void> => {
    await Promise.resolve();
    await Promise.allSettled(pending.get(access) ?? []);
    access.records.seal();
  };

  const guarded = (resolve: Resolver): Resolver =>
    async function guardedField(source, args, context, info) {
      const { access } = context;
      const own = settle(() => resolve(source, args, context, info));
      const siblings = pending.get(access);
      if (siblings === undefined) pending.set(access, [own]);
      else siblings.push(own);
      await allSettled(access);
      access.records.requireOwn();
      return own;
    };

  for (const [name, field] of Object.entries(citizen.getFields())) {
    if (!WITHOUT_RECORDS.has(name)) field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  }
  const recordOwner = citizen.getFields()['recordOwner'];
  if (recordOwner === undefined) throw new Error('Citizen has no field recordOwner');
  recordOwner.resolve = async (_source, _args, { access }: SubgraphContext) => {
    await allSettled(access);
    const owner = access.records.owner();
    return owner === undefined ? null : hashOf(owner);
  };
  return schema;
}

/**
 * Lets `_entities` answer for exactly one key: the subject of the token.
 *
 * Errors: `SUBJECT_NOT_ASKED` for any other type, key or number of keys.
 */
export function guardEntities(schema: GraphQLSchema): GraphQLSchema {
  const entities = schema.getQueryType()?.getFields()['_entities'];
  if (entities?.resolve === undefined) throw new Error('the schema has no entities');
  const resolve: Resolver = entities.resolve;
  entities.resolve = (source, args: { representations?: unknown }, context: SubgraphContext, info) => {
    const [key, ...more] = Array.isArray(args.representations) ? (args.representations as unknown[]) : [];
    if (more.length > 0 || !isSubject(key, context.access)) throw new ExposureError('SUBJECT_NOT_ASKED');
    return resolve(source, args, context, info);
  };
  return schema;
}

function isSubject(key: unknown, access: SubjectAccess): boolean {
  if (typeof key !== 'object' || key === null) return false;
  const { __typename: typename, id } = key as { __typename?: unknown; id?: unknown };
  return typename === 'Citizen' && id === access.citizenId;
}

async function settle<Value>(run: () => Value): Promise<Awaited<Value>> {
  return await run();
}
