import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Req, Res } from '@nestjs/common';
import { RegisteredOperations } from '../admission/registered-operations.service.js';
import { CitizenIdentity } from '../identity/citizen-identity.service.js';
import { GraphqlEntry, type EntryRules } from './graphql-entry.service.js';

/**
 * The page's entry: registered operations by their id, for the citizen of the token. The public server calls it for the
 * exact address; Nest does for other ways to write it.
 */
@Controller('graphql')
export class OverviewController {
  private readonly rules: EntryRules;

  constructor(
    private readonly entry: GraphqlEntry,
    identity: CitizenIdentity,
    operations: RegisteredOperations,
  ) {
    this.rules = {
      name: 'graphql',
      identify: (from) => identity.identify(from),
      admit: (body) => operations.admit(body),
    };
  }

  @All()
  answer(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return this.entry.answer(request, response, this.rules);
  }
}
