import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { SkatProblem } from './skat-problem.js';

/** Problem documents have a content type of their own. */
@Catch(SkatProblem)
export class SkatProblemFilter implements ExceptionFilter<SkatProblem> {
  catch({ type, title, status }: SkatProblem, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.status(status).type('application/problem+json').send(JSON.stringify({ type, title, status }));
  }
}
