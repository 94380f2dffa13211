import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ExposureError } from '@app/errors';
import type { GraphQLSchema } from 'graphql';
import { askAboutSubject } from '../guard/ask-about-subject.js';
import { ALL_CHECKS, type FieldFault, type GuardChecks } from '../guard/answer-guard.js';
import { prepareEntityOperation, type EntityOperation } from '../guard/entity-operation.js';
import type { SubjectContext } from '../ports/engine-context.js';
import type { Service } from '../ports/service.js';
import { isObject, ownValue, type JsonObject } from '../program/json-object.js';

type ProcessResult = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** Operations kept prepared, per authority. Registered operations need one each; the sandbox turns over. */
const PREPARED_MAX = 500;

/** Lets `ApolloGateway` reach an authority through the guard, and reports how each step ended. */
export class AuthorityDataSource implements GraphQLDataSource<SubjectContext & Record<string, unknown>> {
  private readonly prepared = new Map<string, EntityOperation>();

  constructor(
    private readonly authority: Service,
    private readonly schema: GraphQLSchema,
    private readonly checks: GuardChecks = ALL_CHECKS,
  ) {}

  async process(
    options: GraphQLDataSourceProcessOptions<SubjectContext & Record<string, unknown>>,
  ): Promise<ProcessResult> {
    if (options.kind !== 'incoming operation' || options.request.query === undefined)
      throw new ExposureError('INTERNAL', { reason: 'an authority is asked for citizens only' });
    const variables = isObject(options.request.variables) ? options.request.variables : {};
    const operation = this.prepare(options.request.query, variables);
    if (options.context.isRehearsal === true) return { data: null };
    const references = referencesIn(ownValue(variables, 'representations'));
    // Conditions of the client may leave nothing to ask.
    if (operation.asked.length === 0) return { data: { _entities: references.map(() => ({})) } };
    const answer = await askAboutSubject({
      service: this.authority,
      operation,
      references,
      context: options.context,
      checks: this.checks,
      at: (options.pathInIncomingRequest ?? []).filter((part) => part !== '@').join('.'),
    });
    return {
      data: answer.entities.length === 0 ? null : { _entities: answer.entities },
      errors: answer.faults.map((fault) => fieldError(this.authority.name, fault, answer.cause)),
    };
  }

  private prepare(text: string, variables: JsonObject): EntityOperation {
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

function referencesIn(representations: unknown): readonly string[] {
  if (!Array.isArray(representations)) throw new ExposureError('INTERNAL', { reason: 'a step without references' });
  return representations.map((representation: unknown) =>
    isObject(representation) ? String(ownValue(representation, 'id')) : '',
  );
}

/** `originalError` is for our own log; clients are told the code only. */
function fieldError(authority: string, { code, path }: FieldFault, cause: unknown) {
  const error = { message: code, path: ['_entities', ...path], extensions: { code, authority } };
  return cause === undefined ? error : { ...error, originalError: cause };
}
