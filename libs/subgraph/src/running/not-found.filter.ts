import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ExposureError } from '@app/errors';
import type { Response } from 'express';
import { toErrorReply } from '../reply/error-reply.js';

/** Nest's own text for an unknown address repeats the address. */
@Catch(HttpException)
export class NotFoundFilter implements ExceptionFilter<HttpException> {
  catch(_exception: HttpException, host: ArgumentsHost): void {
    const error = new ExposureError('NOT_FOUND');
    host
      .switchToHttp()
      .getResponse<Response>()
      .status(error.entry.httpStatus)
      .set('cache-control', 'no-store')
      .json({ errors: [toErrorReply(error)] });
  }
}
