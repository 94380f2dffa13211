import { Matches } from 'class-validator';

/** Body of both services: whose data. Person numbers travel in bodies, never in addresses. */
export class HentRequest {
  @Matches(/^\d{10}$/)
  personnummer!: string;
}
