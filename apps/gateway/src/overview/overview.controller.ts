import { All, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RegisteredOperations } from '../admission/registered-operations.service.js';
import { CitizenIdentity } from '../identity/citizen-identity.service.js';
import { GraphqlEntry } from './graphql-entry.service.js';

/** The page's entry: registered operations by their id, for the citizen of the token. */
@Controller('graphql')
export class OverviewController {
  constructor(
    private readonly entry: GraphqlEntry,
    private readonly identity: CitizenIdentity,
    private readonly operations: RegisteredOperations,
  ) {}

  @All()
  answer(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.entry.answer(request, response, {
      name: 'graphql',
      identify: (from) => this.identity.identify(from),
      admit: (body) => this.operations.admit(body),
    });
  }
}
