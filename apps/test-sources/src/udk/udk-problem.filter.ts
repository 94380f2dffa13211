import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { UdkProblem } from './udk-problem.js';

/** Problem documents have a content type of their own. */
@Catch(UdkProblem)
export class UdkProblemFilter implements ExceptionFilter<UdkProblem> {
  catch(problem: UdkProblem, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.status(problem.getStatus()).type('application/problem+json').send(JSON.stringify(problem.getResponse()));
  }
}
