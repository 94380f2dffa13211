import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Req, Res } from '@nestjs/common';
import { admitSandboxOperation } from '../admission/sandbox-operations.reader.js';
import { CitizenIdentity } from '../identity/citizen-identity.service.js';
import { GraphqlEntry } from './graphql-entry.service.js';

/** The integrators' entry: any operation within limits, for test persons only. Not there in production. */
@Controller('sandbox/graphql')
export class SandboxController {
  constructor(
    private readonly entry: GraphqlEntry,
    private readonly identity: CitizenIdentity,
  ) {}

  @All()
  answer(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    return this.entry.answer(request, response, {
      name: 'sandbox',
      identify: (from) => this.identity.identifyTestPerson(from),
      admit: admitSandboxOperation,
    });
  }
}
