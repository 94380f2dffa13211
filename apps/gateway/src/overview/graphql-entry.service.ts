import { randomUUID } from 'node:crypto';
import type { AuthorityName } from '@app/domain';
import { ERROR_CATALOGUE, ExposureError } from '@app/errors';
import type { VerifiedCitizen } from '@app/identity';
import { Deadline } from '@app/resilience';
import type { Logger } from '@app/telemetry';
import type { Request, Response } from 'express';
import type { AdmittedOperation } from '../admission/admitted-operation.js';
import type { LoadLimit } from '../admission/load-limit.js';
import { readJsonObject, type JsonObject } from '../admission/request-body.reader.js';
import type { Authorities } from '../authorities/authorities.service.js';
import type { Subjects } from '../identity/subjects.service.js';
import { clientCodeOf, sendError, sendJson } from '../reply/error.reply.js';
import type { GatewayMetrics } from '../telemetry/gateway-metrics.service.js';
import type { OperationExecutor } from './operation-executor.service.js';
import { RequestSources } from './source-status.js';

/** How an entry tells who asks and what it lets through. */
export interface EntryRules {
  readonly name: 'graphql' | 'sandbox';
  identify(request: Request): Promise<VerifiedCitizen>;
  admit(body: JsonObject): AdmittedOperation;
}

export interface GraphqlEntryParts {
  readonly executor: OperationExecutor;
  readonly subjects: Subjects;
  readonly authorities: Authorities;
  readonly loadLimit: LoadLimit;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
  readonly pageBudgetMs: number;
}

/**
 * The path of a request through the gateway, the same for every entry: admit, identify, read, execute, report.
 * Identity is checked here, inside the handler, so no path can lead around it.
 */
export class GraphqlEntry {
  constructor(private readonly parts: GraphqlEntryParts) {}

  async answer(request: Request, response: Response, rules: EntryRules): Promise<void> {
    const transactionId = randomUUID();
    const began = performance.now();
    let label: string = rules.name;
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-transaction-id', transactionId);
    try {
      if (request.method !== 'POST') throw new ExposureError('METHOD_NOT_ALLOWED');
      using _place = this.parts.loadLimit.enter();
      const citizen = await rules.identify(request);
      const operation = rules.admit(await readJsonObject(request, response));
      label = operation.label;
      const outcome = await this.execute(operation, citizen, transactionId, response);
      this.parts.metrics.request(rules.name, label, outcome, performance.now() - began);
    } catch (thrown) {
      const error = thrown instanceof ExposureError ? thrown : new ExposureError('INTERNAL', {}, { cause: thrown });
      if (error.code === 'INTERNAL')
        this.parts.logger.error({ transactionId, err: error.cause ?? error }, 'a request failed');
      this.parts.metrics.request(rules.name, label, error.code, performance.now() - began);
      if (!response.headersSent && !response.destroyed) sendError(response, error);
    }
  }

  /** Returns the outcome for the metrics: `OK`, or why nothing was executed. */
  private async execute(
    operation: AdmittedOperation,
    citizen: VerifiedCitizen,
    transactionId: string,
    response: Response,
  ): Promise<string> {
    const { executor, subjects, metrics, pageBudgetMs } = this.parts;
    const sources = new RequestSources((authority) => this.termsOf(authority));
    const clientGone = new AbortController();
    const onClose = () => clientGone.abort(new ExposureError('CLIENT_GONE'));
    response.once('close', onClose);
    using deadline = Deadline.after(pageBudgetMs, clientGone.signal);
    const answer = await executor.execute(operation, {
      subject: subjects.of(citizen, transactionId),
      report: sources,
      deadline,
      transactionId,
    });
    response.removeListener('close', onClose);
    clientGone.signal.throwIfAborted();
    if (answer.data === undefined) {
      const code = clientCodeOf(answer.errors?.[0]?.extensions);
      sendJson(response, ERROR_CATALOGUE[code].httpStatus, { ...answer, extensions: { transactionId } });
      return code;
    }
    const statuses = sources.statuses();
    for (const { authority, state } of statuses) metrics.sourceState(authority, state);
    sendJson(response, 200, { ...answer, extensions: { transactionId, sources: statuses } });
    return 'OK';
  }

  private termsOf(name: AuthorityName) {
    const entry = this.parts.authorities.find(name);
    if (entry === undefined) throw new TypeError(`nothing was agreed with ${name}`);
    return entry.contract;
  }
}
