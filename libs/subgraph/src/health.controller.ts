import { Controller, Get, Header } from '@nestjs/common';

/**
 * Health of the process, without token. The source is no part of it: a subgraph whose source is down still says so,
 * field by field, and taking it out of service would help nobody. See the metric `subgraph_source_breaker_open`.
 */
@Controller('health')
export class HealthController {
  @Get('live')
  @Header('cache-control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  ready(): { status: 'ok' } {
    return { status: 'ok' };
  }
}
