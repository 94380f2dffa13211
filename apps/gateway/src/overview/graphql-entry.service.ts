import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuthorityName } from '@app/domain';
import { ERROR_CATALOGUE, ExposureError } from '@app/errors';
import { writeExecution, type Execution, type ExecutionError, type ResponseExtensions } from '@app/federation';
import type { VerifiedCitizen } from '@app/identity';
import { Deadline } from '@app/resilience';
import type { Logger } from '@app/telemetry';
import type { AdmittedOperation } from '../admission/admitted-operation.js';
import type { LoadLimit } from '../admission/load-limit.js';
import { readJsonObject, type JsonObject } from '../admission/request-body.reader.js';
import type { Authorities } from '../authorities/authorities.service.js';
import type { Subjects } from '../identity/subjects.service.js';
import { acceptedDelivery } from '../reply/accepted-delivery.js';
import { sendError, sendJson, toClientError } from '../reply/error.reply.js';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import type { OperationExecutor } from './operation-executor.service.js';
import { RequestSources } from './source-status.js';

/** How an entry tells who asks and what it lets through. */
export interface EntryRules {
  readonly name: 'graphql' | 'sandbox';
  identify(request: IncomingMessage): Promise<VerifiedCitizen>;
  admit(body: JsonObject): AdmittedOperation;
}

export interface GraphqlEntryParts {
  readonly executor: Pick<OperationExecutor, 'execute'>;
  readonly subjects: Pick<Subjects, 'of'>;
  readonly authorities: Pick<Authorities, 'find'>;
  readonly loadLimit: LoadLimit;
  readonly metrics: Pick<GatewayMetrics, 'request' | 'sourceState'>;
  readonly logger: Pick<Logger, 'error'>;
  readonly pageBudgetMs: number;
}

/** What belongs to one request on its way through. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly transactionId: string;
}

/**
 * The path of a request through the gateway, the same for every entry: admit, identify, read, execute, report.
 * Identity is checked here, inside the handler, so no path can lead around it.
 */
export class GraphqlEntry {
  constructor(private readonly parts: GraphqlEntryParts) {}

  /** Never rejects: what goes wrong is in the answer, the log and the metrics. */
  async answer(request: IncomingMessage, response: ServerResponse, rules: EntryRules): Promise<void> {
    const { loadLimit, metrics, logger } = this.parts;
    const transactionId = randomUUID();
    const began = performance.now();
    let label: string = rules.name;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-transaction-id', transactionId);
    try {
      if (request.method !== 'POST') throw new ExposureError('METHOD_NOT_ALLOWED');
      using _place = loadLimit.enter();
      const citizen = await rules.identify(request);
      const operation = rules.admit(await readJsonObject(request));
      label = operation.label;
      const outcome = await this.execute(withGrants(operation, citizen), citizen, { request, response, transactionId });
      metrics.request(rules.name, label, outcome, performance.now() - began);
    } catch (thrown) {
      const error = thrown instanceof ExposureError ? thrown : new ExposureError('INTERNAL', {}, { cause: thrown });
      if (error.code === 'INTERNAL') logger.error({ transactionId, err: error.cause ?? error }, 'a request failed');
      metrics.request(rules.name, label, error.code, performance.now() - began);
      if (!response.headersSent && !response.destroyed) sendError(response, error);
    }
  }

  /** Until the last part is written. Returns the outcome for the metrics: `OK`, or why nothing was executed. */
  private async execute(operation: AdmittedOperation, citizen: VerifiedCitizen, visit: Visit): Promise<string> {
    const { executor, subjects, metrics, pageBudgetMs } = this.parts;
    const { request, response, transactionId } = visit;
    using deadline = Deadline.after(pageBudgetMs);
    response.once('close', () => {
      // It also closes when all is said, and to make an error is dear.
      if (!response.writableFinished) deadline.end(new ExposureError('CLIENT_GONE'));
    });
    if (response.destroyed) throw new ExposureError('CLIENT_GONE');
    const delivery = acceptedDelivery(request.headers.accept);
    const sources = new RequestSources((authority) => this.termsOf(authority));
    const isIncremental = delivery.incremental !== undefined;
    const execution = await executor
      .execute(
        { ...operation, isIncremental },
        { subject: subjects.of(citizen, transactionId), report: sources, deadline, transactionId },
      )
      .catch(ownFault);
    // Parts that nobody takes must still be left, so they go the usual way.
    if (response.destroyed && execution.kind === 'complete') throw new ExposureError('CLIENT_GONE');
    const describe = (error: ExecutionError) => this.describe(error, transactionId);
    const extensions = { transactionId };
    if (execution.kind === 'complete' && execution.data === undefined)
      return refuse(response, execution.errors, describe, extensions);
    await writeExecution(response, execution, { delivery, describe, extensions });
    for (const { authority, state } of sources.statuses()) metrics.sourceState(authority, state);
    return response.destroyed && !response.writableFinished ? 'CLIENT_GONE' : 'OK';
  }

  private describe(error: ExecutionError, transactionId: string) {
    if (error.code === 'INTERNAL' && error.cause !== undefined)
      this.parts.logger.error({ transactionId, err: error.cause }, 'an execution failed');
    return toClientError(error);
  }

  private termsOf(name: AuthorityName) {
    const entry = this.parts.authorities.find(name);
    if (entry === undefined) throw new TypeError(`nothing was agreed with ${name}`);
    return entry.contract;
  }
}

function withGrants(operation: AdmittedOperation, { scopes }: VerifiedCitizen): AdmittedOperation {
  return { ...operation, grants: { isAuthenticated: true, scopes, policies: [] } };
}

/** Engines promise not to fail. One that does is answered like any other fault of ours. */
function ownFault(cause: unknown): Execution {
  return { kind: 'complete', errors: [{ code: 'INTERNAL', cause }] };
}

type CompleteErrors = Extract<Execution, { kind: 'complete' }>['errors'];

/** Nothing was executed: the status says so, whatever type the client takes. Returns the first error's code. */
function refuse(
  response: ServerResponse,
  errors: CompleteErrors,
  describe: (error: ExecutionError) => unknown,
  extensions: ResponseExtensions,
): string {
  const code = errors[0]?.code ?? 'INTERNAL';
  sendJson(response, ERROR_CATALOGUE[code].httpStatus, { errors: errors.map(describe), extensions });
  return code;
}
