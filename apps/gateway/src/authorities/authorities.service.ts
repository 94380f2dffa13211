import type { AuthorityName, Clock } from '@app/domain';
import { dayInDenmark } from '@app/domain';
import { agreementInForce, isOpen, type Contract } from '@app/contracts';
import { Authority, type AuthorityObserver, type Availability } from '@app/federation';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';

/** One authority with what was agreed with it. */
export interface AuthorityEntry {
  readonly contract: Contract;
  readonly authority: Authority;
}

/** The table of authorities: contract, address, and how each is doing. */
export class Authorities implements OnApplicationShutdown {
  private readonly entries: ReadonlyMap<AuthorityName, AuthorityEntry>;

  constructor(contracts: readonly Contract[], config: GatewayConfig, clock: Clock, observer: AuthorityObserver) {
    this.entries = new Map(
      contracts.map((contract) => {
        const url = config.GATEWAY_AUTHORITY_URLS.get(contract.authority);
        const authority = new Authority({
          name: contract.authority,
          ...(url === undefined ? {} : { url }),
          timeLimitMs: contract.service.timeLimitMs,
          concurrency: config.GATEWAY_AUTHORITY_CONCURRENCY,
          quarantineMs: config.GATEWAY_QUARANTINE_MS,
          availability: () => availabilityOf(contract, clock),
          observer,
        });
        return [contract.authority, { contract, authority }];
      }),
    );
  }

  all(): readonly AuthorityEntry[] {
    return [...this.entries.values()];
  }

  find(name: AuthorityName): AuthorityEntry | undefined {
    return this.entries.get(name);
  }

  byName(): ReadonlyMap<AuthorityName, Authority> {
    return new Map([...this.entries].map(([name, { authority }]) => [name, authority]));
  }

  /** Ends a quarantine, by an operator's decision. False: no authority of that name. */
  release(name: string): boolean {
    const entry = this.find(name);
    entry?.authority.release();
    return entry !== undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.all().map(({ authority }) => authority.close()));
  }
}

function availabilityOf(contract: Contract, clock: Clock): Availability {
  const now = clock.now();
  if (!agreementInForce(contract, dayInDenmark(now))) return { state: 'NOT_CONNECTED' };
  const opening = isOpen(contract, now);
  return opening.open ? { state: 'OPEN' } : { state: 'CLOSED', opensAt: opening.opensAt };
}
