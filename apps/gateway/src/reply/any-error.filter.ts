import type { ServerResponse } from 'node:http';
import { ExposureError } from '@app/errors';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@app/telemetry';
import { sendError } from './error.reply.js';

/** Answers what no handler answered. The framework's own replies quote the address that was asked for. */
@Catch()
export class AnyErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    if (response.headersSent) return;
    if (thrown instanceof ExposureError) return sendError(response, thrown);
    const isUnknownAddress = thrown instanceof HttpException && thrown.getStatus() < 500;
    if (!isUnknownAddress) this.logger.error({ err: thrown }, 'a request failed');
    sendError(response, new ExposureError(isUnknownAddress ? 'NOT_FOUND' : 'INTERNAL'));
  }
}
