import type { IncomingMessage, ServerResponse } from 'node:http';
import { All, Controller, Req, Res } from '@nestjs/common';
import { ProviderHost } from './provider-host.service.js';

/** Everything that is not a page of ours: discovery, keys, authorization, tokens. Comes last. */
@Controller()
export class ProviderController {
  constructor(private readonly host: ProviderHost) {}

  @All('{*path}')
  async handle(@Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.host.callback(request, response);
  }
}
