import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { SkatProblem } from './skat-problem.js';

/** Problem documents have a content type of their own. */
@Catch(SkatProblem)
export class SkatProblemFilter implements ExceptionFilter<SkatProblem> {
  catch(problem: SkatProblem, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.status(problem.getStatus()).type('application/problem+json').send(JSON.stringify(problem.getResponse()));
  }
}
