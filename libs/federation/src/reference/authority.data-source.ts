import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ExposureError, type ErrorCode } from '@app/errors';
import type { GraphQLSchema } from 'graphql';
import { isEmptyAnswer, isRecord, ownValue, type AnswerObject } from '../guard/answer-reader.js';
import { hasField, type GuardedAnswer } from '../guard/answer-guard.js';
import type { Authority } from '../services/authority.js';
import type { SubjectContext } from '../ports/engine-context.js';
import { prepareEntityOperation, type EntityOperation } from '../guard/entity-operation.js';

type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Operations kept prepared, per authority. Registered operations need one each; the sandbox turns over. */
const PREPARED_MAX = 500;

/** Lets `ApolloGateway` reach an authority through the guard, and reports how each step ended. */
export class AuthorityDataSource implements GraphQLDataSource<SubjectContext & Record<string, unknown>> {
  private readonly prepared = new Map<string, EntityOperation>();

  constructor(
    private readonly authority: Authority,
    private readonly schema: GraphQLSchema,
  ) {}

  async process(
    options: GraphQLDataSourceProcessOptions<SubjectContext & Record<string, unknown>>,
  ): Promise<ProcessResult> {
    if (options.kind !== 'incoming operation' || options.request.query === undefined)
      throw new ExposureError('INTERNAL', { reason: 'an authority is asked for citizens only' });
    const { subject, report, deadline, transactionId } = options.context;
    const variables = isRecord(options.request.variables) ? options.request.variables : {};
    const operation = this.prepare(options.request.query, variables);
    if (options.context.isRehearsal === true) return { data: null };
    const representations = ownValue(variables, 'representations');
    const count = Array.isArray(representations) ? representations.length : 0;
    // Conditions of the client may leave nothing to ask.
    if (operation.asked.length === 0) return { data: { _entities: Array.from({ length: count }, () => ({})) } };
    const at = (options.pathInIncomingRequest ?? []).filter((part) => part !== '@').join('.');
    const pathOf = (parts: readonly (string | number)[]) => [at, ...parts].filter((part) => part !== '').join('.');
    const paths = operation.asked.map(({ key }) => pathOf([key]));
    try {
      const references = readReferences(representations, subject.citizenId);
      const answer = await this.authority.ask({ operation, references, subject, transactionId, deadline });
      report.record({
        authority: this.authority.name,
        paths,
        answeredAt: new Date(),
        isEmpty: answer.entities.every(isEmptyAnswer),
        faults: answer.faults.map(({ code, path }) => ({ code, path: pathOf(missingPart(answer, path)) })),
        ...retryAt(openingOf(answer) ?? this.authority.retryAt),
      });
      return {
        data: { _entities: answer.entities },
        errors: answer.faults.map(({ code, path }) =>
          fieldError(this.authority.name, code, [path[0] ?? 0, ...missingPart(answer, path)]),
        ),
      };
    } catch (thrown) {
      const error = thrown instanceof ExposureError ? thrown : new ExposureError('INTERNAL', {}, { cause: thrown });
      report.record({
        authority: this.authority.name,
        paths,
        isEmpty: false,
        faults: paths.map((path) => ({ code: error.code, path })),
        ...retryAt(instantFact(error) ?? this.authority.retryAt),
      });
      return {
        data: null,
        errors: Array.from({ length: count }).flatMap((_, index) =>
          operation.asked.map(({ key }) => fieldError(this.authority.name, error.code, [index, key], error)),
        ),
      };
    }
  }

  private prepare(text: string, variables: AnswerObject): EntityOperation {
    const { representations: _people, ...others } = variables;
    const key = `${text}\n${JSON.stringify(others)}`;
    const known = this.prepared.get(key);
    if (known !== undefined) return known;
    const operation = prepareEntityOperation(this.schema, text, others);
    const oldest = this.prepared.keys().next();
    if (this.prepared.size >= PREPARED_MAX && oldest.done !== true) this.prepared.delete(oldest.value);
    this.prepared.set(key, operation);
    return operation;
  }
}

/** The plan's representations must all be the subject: no step of any plan may ask about somebody else. */
function readReferences(representations: unknown, citizenId: string): readonly string[] {
  if (!Array.isArray(representations)) throw new ExposureError('INTERNAL', { reason: 'a step without references' });
  return representations.map((representation: unknown) => {
    if (!isRecord(representation) || ownValue(representation, 'id') !== citizenId)
      throw new ExposureError('INTERNAL', { reason: 'a step about somebody else' });
    return citizenId;
  });
}

/** `originalError` is for our own log; clients are told the code only. */
/** What is missing because of a fault: a null that rose to the top of a section has taken all of it. */
function missingPart(answer: GuardedAnswer, path: readonly (string | number)[]): readonly (string | number)[] {
  return hasField(answer, path) ? path.slice(1) : path.slice(1, 2);
}

function fieldError(authority: string, code: ErrorCode, path: readonly (string | number)[], thrown?: ExposureError) {
  const error = { message: code, path: ['_entities', ...path], extensions: { code, authority } };
  return thrown === undefined ? error : { ...error, originalError: thrown.cause ?? thrown };
}

function openingOf({ faults }: GuardedAnswer): Date | undefined {
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
