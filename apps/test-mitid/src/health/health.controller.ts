import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ProviderHost } from '../provider/provider-host.service.js';

@Controller('health')
export class HealthController {
  constructor(private readonly host: ProviderHost) {}

  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('ready')
  ready(): { status: 'up' } {
    if (!this.host.isOpen) throw new ServiceUnavailableException();
    return { status: 'up' };
  }
}
