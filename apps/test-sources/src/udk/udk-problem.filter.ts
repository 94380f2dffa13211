import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { UdkProblem } from './udk-problem.js';

/** Problem documents have a content type of their own. */
@Catch(UdkProblem)
export class UdkProblemFilter implements ExceptionFilter<UdkProblem> {
  catch({ type, title, status }: UdkProblem, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    response.status(status).type('application/problem+json').send(JSON.stringify({ type, title, status }));
  }
}
