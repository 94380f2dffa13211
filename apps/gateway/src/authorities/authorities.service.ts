import type { AuthorityName, Clock } from '@app/domain';
import { dayInDenmark } from '@app/domain';
import { agreementInForce, isOpen, type Contract } from '@app/contracts';
import { Authority, type AuthorityObserver, type Availability, type Service } from '@app/federation';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { GatewayConfig } from '../gateway.config.js';

/** One authority with what was agreed with it. */
export interface AuthorityEntry {
  readonly contract: Contract;
  readonly authority: Authority;
}

/** An address and a key come with the configuration, so an authority comes and goes with a start. */
export class AuthoritiesChanged extends Error {
  constructor(added: readonly AuthorityName[], gone: readonly AuthorityName[]) {
    const changes = [...added.map((name) => `${name} is new`), ...gone.map((name) => `${name} is gone`)];
    super(`authorities come and go with a start of the gateway only: ${changes.join(', ')}`);
  }
}

/** The table of authorities: contract, address, and how each is doing. */
export class Authorities implements OnApplicationShutdown {
  private entries: ReadonlyMap<AuthorityName, AuthorityEntry>;

  constructor(
    contracts: readonly Contract[],
    config: GatewayConfig,
    private readonly clock: Clock,
    observer: AuthorityObserver,
  ) {
    this.entries = new Map(
      contracts.map((contract) => {
        const name = contract.authority;
        const url = config.GATEWAY_AUTHORITY_URLS.get(name);
        const authority = new Authority({
          name,
          ...(url === undefined ? {} : { url }),
          concurrency: config.GATEWAY_AUTHORITY_CONCURRENCY,
          quarantineMs: config.GATEWAY_QUARANTINE_MS,
          observer,
          timeLimitMs: contract.service.timeLimitMs,
          availability: () => availabilityOf(this.entries.get(name)?.contract ?? contract, clock),
        });
        return [name, { contract, authority }];
      }),
    );
  }

  all(): readonly AuthorityEntry[] {
    return [...this.entries.values()];
  }

  find(name: AuthorityName): AuthorityEntry | undefined {
    return this.entries.get(name);
  }

  /**
   * The authorities as these contracts agree; what is open, broken or in quarantine stays so.
   *
   * Errors: `AuthoritiesChanged` for contracts with others than those that the gateway started with.
   */
  under(contracts: readonly Contract[]): ReadonlyMap<AuthorityName, Service> {
    const { clock } = this;
    this.requireTheSame(contracts);
    return new Map(
      this.pairs(contracts).map(({ contract, authority }) => {
        const terms = {
          timeLimitMs: contract.service.timeLimitMs,
          availability: () => availabilityOf(contract, clock),
        };
        return [authority.name, authority.under(terms)];
      }),
    );
  }

  /** What everybody is told from now on. Errors: as `under`. */
  adopt(contracts: readonly Contract[]): void {
    this.requireTheSame(contracts);
    this.entries = new Map(this.pairs(contracts).map((entry) => [entry.contract.authority, entry]));
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

  private requireTheSame(contracts: readonly Contract[]): void {
    const named = contracts.map(({ authority }) => authority);
    const added = named.filter((name) => !this.entries.has(name));
    const gone = [...this.entries.keys()].filter((name) => !named.includes(name));
    if (added.length > 0 || gone.length > 0) throw new AuthoritiesChanged(added, gone);
  }

  private pairs(contracts: readonly Contract[]): readonly AuthorityEntry[] {
    return contracts.flatMap((contract) => {
      const entry = this.find(contract.authority);
      return entry === undefined ? [] : [{ contract, authority: entry.authority }];
    });
  }
}

function availabilityOf(contract: Contract, clock: Clock): Availability {
  const now = clock.now();
  if (!agreementInForce(contract, dayInDenmark(now))) return { state: 'NOT_CONNECTED' };
  const opening = isOpen(contract, now);
  return opening.open ? { state: 'OPEN' } : { state: 'CLOSED', opensAt: opening.opensAt };
}
