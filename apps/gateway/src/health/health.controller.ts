import { Controller, Get, Header, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Authorities, type AuthorityEntry } from '../authorities/authorities.service.js';
import { Readiness } from './readiness.service.js';

@Controller('health')
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly authorities: Authorities,
  ) {}

  /** The process runs. */
  @Get('live')
  @Header('cache-control', 'no-store')
  live() {
    return { status: 'live' };
  }

  /** A valid supergraph is loaded and warm, and the instance is not stopping. */
  @Get('ready')
  ready(@Res() response: Response) {
    const { isReady } = this.readiness;
    response.setHeader('cache-control', 'no-store');
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready' });
  }

  /** How each authority does, for everybody: states and times only. */
  @Get('sources')
  @Header('cache-control', 'no-store')
  sources() {
    return { sources: this.authorities.all().map(describeSource) };
  }
}

function describeSource({ contract, authority }: AuthorityEntry) {
  const availability = authority.availability();
  return {
    authority: authority.name,
    name: contract.displayName,
    availability: availability.state,
    opensAt: availability.state === 'CLOSED' ? (availability.opensAt?.toISOString() ?? null) : null,
    breaker: authority.state,
    isQuarantined: authority.isQuarantined,
    retryAt: authority.retryAt?.toISOString() ?? null,
  };
}
