import { ExposureError, type ErrorCode } from '@app/errors';
import type { EngineContext } from '../ports/engine-context.js';
import { FailedAnswer, type Service } from '../ports/service.js';
import { isEmptyAnswer } from './empty-answer.js';
import { guardAnswer, hasField, type FieldFault, type GuardChecks, type GuardedAnswer } from './answer-guard.js';
import { bodyOf, type EntityOperation } from './entity-operation.js';

export interface SubjectQuestion {
  readonly service: Service;
  readonly operation: EntityOperation;
  /** References asked; all of them are the subject. */
  readonly references: readonly string[];
  readonly context: EngineContext;
  readonly checks: GuardChecks;
  /** Where in the client's answer the subject is, e.g. `me`. */
  readonly at: string;
  /** What a field is called in the client's answer. */
  readonly toClientKey?: (key: string) => string;
}

/** What is left of an answer when the guard is through, or why there is none. */
export interface SubjectAnswer {
  /** Empty when the call failed. */
  readonly entities: GuardedAnswer['entities'];
  /** One for each field that is missing, wholly or in part; paths as in `GuardedAnswer`. */
  readonly faults: readonly FieldFault[];
  readonly cause?: unknown;
}

/**
 * Asks an authority about the subject of the request, guards what it answers, and reports how it did. Never rejects:
 * whatever goes wrong costs this authority's fields.
 */
export async function askAboutSubject(question: SubjectQuestion): Promise<SubjectAnswer> {
  const { service, operation, references, context, at, toClientKey = (key) => key } = question;
  const pathOf = (path: readonly (string | number)[]) =>
    [...(at === '' ? [] : [at]), ...path.map((part) => (typeof part === 'string' ? toClientKey(part) : part))].join(
      '.',
    );
  const paths = operation.asked.map(({ key }) => pathOf([key]));
  try {
    const answer = await askGuarded(question);
    const faults = answer.faults.map((fault) => ({ ...fault, path: missingPart(answer, fault.path) }));
    context.report.record({
      authority: service.name,
      paths,
      answeredAt: new Date(),
      isEmpty: answer.entities.every(isEmptyAnswer),
      faults: faults.map(({ code, path }) => ({ code, path: pathOf(path.slice(1)) })),
      ...retryAt(openingOf(answer.faults) ?? service.retryAt),
    });
    return { entities: answer.entities, faults };
  } catch (thrown) {
    const error = thrown instanceof ExposureError ? thrown : new ExposureError('INTERNAL', {}, { cause: thrown });
    context.report.record({
      authority: service.name,
      paths,
      isEmpty: false,
      faults: paths.map((path) => ({ code: error.code, path })),
      ...retryAt(instantFact(error) ?? service.retryAt),
    });
    const faults = references.flatMap((_, index) =>
      operation.asked.map(({ key }) => ({ code: error.code, path: [index, key] })),
    );
    return { entities: [], faults, cause: error.cause ?? error };
  }
}

function askGuarded({ service, operation, references, context, checks }: SubjectQuestion): Promise<GuardedAnswer> {
  const { subject } = context;
  if (subject === undefined)
    throw new ExposureError('INTERNAL', { reason: 'an authority is asked about a subject only' });
  // No step of any plan may ask about somebody else.
  if (references.some((reference) => reference !== subject.citizenId))
    throw new ExposureError('INTERNAL', { reason: 'a step about somebody else' });
  return service.call({
    body: bodyOf(operation, references),
    context,
    read: (body) => {
      // Not before there is an answer: with an authority that is not connected no key is shared either.
      const recordOwner = subject.recordOwnerFor(service.name);
      return requireSomeAnswer(guardAnswer(body, { operation, references, recordOwner }, checks), operation);
    },
    outcomeOf: ({ faults }) => faults[0]?.code ?? 'OK',
  });
}

const FAILED_ANSWER_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['AUTHORITY_ERROR', 'AUTHORITY_BAD_SHAPE']);

/** An answer that is nothing but failures counts as one. */
function requireSomeAnswer(answer: GuardedAnswer, { asked }: EntityOperation): GuardedAnswer {
  if (answer.faults.length === 0) return answer;
  const failed = new Set(
    answer.faults
      .filter(({ code, path }) => FAILED_ANSWER_CODES.has(code) && !hasField(answer, path))
      .map(({ path }) => `${path[0]}.${path[1]}`),
  );
  if (failed.size >= asked.length * answer.entities.length) throw new FailedAnswer(answer);
  return answer;
}

/** What is missing because of a fault: a null that rose to the top of a section has taken all of it. */
function missingPart(answer: GuardedAnswer, path: FieldFault['path']): FieldFault['path'] {
  return hasField(answer, path) ? path : path.slice(0, 2);
}

function openingOf(faults: readonly FieldFault[]): Date | undefined {
  const opensAt = faults.find((fault) => fault.opensAt !== undefined)?.opensAt;
  return opensAt === undefined ? undefined : new Date(opensAt);
}

function instantFact({ facts }: ExposureError): Date | undefined {
  const opensAt = facts['opensAt'];
  return typeof opensAt === 'string' ? new Date(opensAt) : undefined;
}

function retryAt(at: Date | undefined): { retryAt?: Date } {
  return at === undefined ? {} : { retryAt: at };
}
