import { ExchangeTokenSigner } from '@app/identity';
import { Controller, Get, Header } from '@nestjs/common';

/** Where authorities find the keys that verify the tokens they get. */
@Controller('.well-known')
export class JwksController {
  constructor(private readonly exchange: ExchangeTokenSigner) {}

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=300')
  jwks() {
    return this.exchange.publicJwks();
  }
}
