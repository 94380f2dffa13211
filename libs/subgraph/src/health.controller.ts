import { Controller, Get, Header, Res } from '@nestjs/common';
import type { Response } from 'express';
import { GatewayKeys } from './access/gateway-keys.js';

/**
 * Health of the process, without token. The source is no part of it: a subgraph whose source is down still says so,
 * field by field, and taking it out of service would help nobody. See the metric `subgraph_source_breaker_open`.
 */
@Controller('health')
export class HealthController {
  constructor(private readonly gateway: GatewayKeys) {}

  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Without the gateway's keys every question would be refused; once known, they outlive the gateway. */
  @Get('ready')
  ready(@Res() response: Response): void {
    response.setHeader('cache-control', 'no-store');
    if (this.gateway.areKnown) response.json({ status: 'ok' });
    else response.status(503).json({ status: 'waiting for the keys of the gateway' });
  }
}
