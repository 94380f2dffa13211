import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ERROR_CATALOGUE, type ErrorCode } from '@app/errors';
import type { Logger } from '@app/telemetry';
import type { Response } from 'express';
import { ClosedWindowError } from './faults/closed-window.error.js';
import { FaultMiddleware, send } from './faults/fault.middleware.js';
import { currentCall } from './faults/source-call.js';
import { Problem } from './problem.js';

/** Turns every failure into a problem document (RFC 9457) with a code of the catalogue; nothing of the input is repeated. */
@Catch()
export class ProblemFilter implements ExceptionFilter<unknown> {
  constructor(
    private readonly logger: Logger,
    private readonly faults?: FaultMiddleware,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const call = currentCall();
    if (thrown instanceof ClosedWindowError && call !== undefined && this.faults !== undefined)
      return send(response, this.faults.closedAnswer(call.source));
    const problem = thrown instanceof Problem ? thrown : new Problem(codeOf(thrown));
    if (problem.code === 'INTERNAL') this.logger.error({ err: thrown }, 'request failed');
    if (response.headersSent) return void response.destroy();
    const { httpStatus, message } = ERROR_CATALOGUE[problem.code];
    send(response, {
      status: httpStatus,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: `urn:mit-overblik:problem:${problem.code}`,
        title: message,
        status: httpStatus,
        code: problem.code,
        ...(problem.faults.length === 0 ? {} : { faults: problem.faults }),
      }),
    });
  }
}

/** Codes for what Nest and the body reader throw. */
function codeOf(thrown: unknown): ErrorCode {
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  if (status === 404) return 'NOT_FOUND';
  if (status === 413) return 'BODY_TOO_LARGE';
  if (status === 415) return 'CONTENT_TYPE_NOT_ACCEPTED';
  return status !== undefined && status >= 400 && status < 500 ? 'BODY_INVALID' : 'INTERNAL';
}

function statusOf(thrown: unknown): number | undefined {
  return typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number'
    ? thrown.status
    : undefined;
}
