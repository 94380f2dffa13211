import { ExposureError, isErrorCode, type ErrorCode } from '@app/errors';
import { ECHO_KEY, OWNER_KEY, type EntityOperation } from './entity-operation.js';
import { isObject, ownValue, setOwnValue, type JsonObject } from '../program/json-object.js';
import { FirstFault } from '../program/projection.js';
import { isEmptyAnswer } from './empty-answer.js';

/** Which checks of the guard are on. All of them, except in the tests that prove each one is needed. */
export interface GuardChecks {
  readonly echo: boolean;
  readonly recordOwner: boolean;
  readonly pruning: boolean;
}

export const ALL_CHECKS: GuardChecks = { echo: true, recordOwner: true, pruning: true };

/** What the guard knows about the question that was asked. */
export interface Question {
  readonly operation: EntityOperation;
  /** References asked, in order. */
  readonly references: readonly string[];
  /** What `recordOwner` must be. */
  readonly recordOwner: string;
}

export interface FieldFault {
  readonly code: ErrorCode;
  /** Path below `_entities`: index of the reference, then response keys. */
  readonly path: readonly (string | number)[];
  /** When a closed authority opens, ISO 8601, if it said so. */
  readonly opensAt?: string;
}

export interface GuardedAnswer {
  /** One object per reference, only what was asked; `null` where the authority has nothing. */
  readonly entities: readonly (JsonObject | null)[];
  readonly faults: readonly FieldFault[];
}

/**
 * Lets an authority's answer through only if it is about the person asked for, and only what was asked.
 *
 * Errors: `AUTHORITY_SUBJECT_MISMATCH` when echo, order, count or `recordOwner` are wrong, or when the authority says that
 *         its source answered about another person: nothing of the answer is used. `AUTHORITY_BAD_SHAPE` when there is
 *         no list of entities. A single field of the wrong shape is dropped and listed in `faults`.
 */
export function guardAnswer(body: unknown, question: Question, checks: GuardChecks = ALL_CHECKS): GuardedAnswer {
  if (!isObject(body)) throw new ExposureError('AUTHORITY_BAD_SHAPE');
  const reported = reportedFaults(ownValue(body, 'errors'), question);
  if (reported.some(({ code }) => code === 'AUTHORITY_SUBJECT_MISMATCH'))
    throw new ExposureError('AUTHORITY_SUBJECT_MISMATCH', { check: 'reported' });

  const data = ownValue(body, 'data');
  const entities = isObject(data) ? ownValue(data, '_entities') : undefined;
  if (!Array.isArray(entities)) {
    if (reported.length === 0) throw new ExposureError('AUTHORITY_BAD_SHAPE');
    return { entities: question.references.map(() => null), faults: forEveryField(reported, question) };
  }
  if (checks.echo && entities.length !== question.references.length)
    throw new ExposureError('AUTHORITY_SUBJECT_MISMATCH', { check: 'count' });

  const faults = [...reported];
  const read = question.references.map((reference, index) => {
    const entity: unknown = entities[index] ?? null;
    if (entity === null) return null;
    if (!isObject(entity)) throw new ExposureError('AUTHORITY_BAD_SHAPE');
    if (checks.echo && ownValue(entity, ECHO_KEY) !== reference)
      throw new ExposureError('AUTHORITY_SUBJECT_MISMATCH', { check: 'echo' });
    if (checks.recordOwner) requireRecordOwner(entity, question);
    const fields = readEntity(entity, question.operation, index, faults);
    return checks.pruning ? fields : { ...entity, ...fields };
  });
  return { entities: read, faults };
}

/** Whoever tells something must say whose record it was; an answer that tells nothing has no record to name. */
function requireRecordOwner(entity: JsonObject, { operation, recordOwner }: Question): void {
  const owner = ownValue(entity, OWNER_KEY) ?? null;
  if (owner === recordOwner) return;
  const tellsSomething = operation.asked.some(({ key }) => !isEmptyAnswer(ownValue(entity, key)));
  if (owner !== null || tellsSomething) throw new ExposureError('AUTHORITY_SUBJECT_MISMATCH', { check: 'recordOwner' });
}

function readEntity(
  entity: JsonObject,
  { asked, variables }: EntityOperation,
  index: number,
  faults: FieldFault[],
): JsonObject {
  const fields: JsonObject = {};
  for (const { key, project } of asked) {
    const read = FirstFault.project(project, ownValue(entity, key), variables);
    // A half-valid section is worse than a missing one, so the whole field goes.
    const isWhole = typeof read === 'object';
    setOwnValue(fields, key, isWhole ? (read.value ?? null) : null);
    if (!isWhole && !faults.some(({ path }) => path[0] === index && path[1] === key))
      faults.push({ code: 'AUTHORITY_BAD_SHAPE', path: [index, key] });
  }
  return fields;
}

/** Errors of one answer that are looked at: an authority that lists more is not read any better. */
const ERRORS_READ = 100;

function reportedFaults(errors: unknown, question: Question): FieldFault[] {
  if (errors === undefined || errors === null) return [];
  if (!Array.isArray(errors)) throw new ExposureError('AUTHORITY_BAD_SHAPE');
  const faults = errors.slice(0, ERRORS_READ).flatMap((error: unknown) => reportedFault(error, question));
  return [...new Map(faults.map((fault) => [JSON.stringify([fault.code, fault.path]), fault])).values()];
}

/** Nothing of an authority's error is used but its code and its path, and of the path only what we asked for. */
function reportedFault(error: unknown, question: Question): FieldFault[] {
  if (!isObject(error)) return forEveryField([{ code: 'AUTHORITY_ERROR', path: [] }], question);
  const extensions = ownValue(error, 'extensions');
  const reported = isObject(extensions) ? ownValue(extensions, 'code') : undefined;
  const opensAt = isObject(extensions) ? instantOf(ownValue(extensions, 'opensAt')) : undefined;
  const fault = { code: gatewayCodeOf(reported), ...(opensAt === undefined ? {} : { opensAt }) };
  const path = ownValue(error, 'path');
  if (!Array.isArray(path) || path[0] !== '_entities') return forEveryField([{ ...fault, path: [] }], question);
  const [, index, key, ...rest] = path as unknown[];
  const isAsked = question.operation.asked.some((field) => field.key === key);
  if (typeof index !== 'number' || question.references[index] === undefined || typeof key !== 'string' || !isAsked)
    return forEveryField([{ ...fault, path: [] }], question);
  const { responseKeys } = question.operation;
  const isOurs = (part: unknown): part is string | number =>
    Number.isInteger(part) || (typeof part === 'string' && responseKeys.has(part));
  return [{ ...fault, path: [index, key, ...(rest.every(isOurs) ? rest : [])] }];
}

function forEveryField(faults: readonly FieldFault[], { references, operation }: Question): FieldFault[] {
  return faults.flatMap((fault) =>
    fault.path.length > 0
      ? [fault]
      : references.flatMap((_, index) => operation.asked.map(({ key }) => ({ ...fault, path: [index, key] }))),
  );
}

function gatewayCodeOf(reported: unknown): ErrorCode {
  if (!isErrorCode(reported)) return 'AUTHORITY_ERROR';
  if (reported === 'SUBJECT_MISMATCH') return 'AUTHORITY_SUBJECT_MISMATCH';
  if (reported === 'SOURCE_CLOSED') return 'AUTHORITY_CLOSED';
  return 'AUTHORITY_ERROR';
}

function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** Whether the field of an entity that a fault is about has a value all the same, so that only a part of it is missing. */
export function hasField({ entities }: GuardedAnswer, [index, key]: readonly (string | number)[]): boolean {
  const entity = entities[Number(index)];
  return entity != null && (ownValue(entity, String(key)) ?? null) !== null;
}
