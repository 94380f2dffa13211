import { frozenClock, type CprNumber } from '@app/domain';
import type { BrokenOnPurpose, SubgraphConfig } from '@app/subgraph';
import { FakeSource, TestGateway, TestSubgraph, type Asked, type FakeReply } from '@app/testing';
import { AUTHORITY, SkatModule } from '../src/skat.module.js';

export const OPGOERELSER = '/skat/opgoerelser/v1/hent';
export const FORDRINGER = '/skat/fordringer/v1/hent';

/** All that the overview asks of this authority. */
export const EVERYTHING = `
  id
  recordOwner
  preliminaryTax { incomeYear expectedIncomeOere monthlyDeductionOere withholdingPercent assessedOn }
  annualTax {
    incomeYear assessedOn correctBy taxableIncomeOere taxOere paidOere
    settlement { __typename ... on TaxRefund { amountOere payOn offsetOere } ... on ResidualTax { residualOere: amountOere payBy } }
  }
  claimsUnderCollection {
    balance { amountOere status }
    claims { claimId typeCode description creditor originalAmountOere remainingOere payBy status isOffset }
  }`;

export interface Answers {
  readonly [OPGOERELSER]: FakeReply;
  readonly [FORDRINGER]: FakeReply;
}

/** The app over HTTP, with a gateway that signs and a source that does as it is told. */
export class RunningSkat implements AsyncDisposable {
  private constructor(
    readonly gateway: TestGateway,
    readonly source: FakeSource,
    readonly subgraph: TestSubgraph,
  ) {}

  /** `today`: a Monday on which the rules stand still. */
  static async start(
    answers: Answers,
    config: Partial<SubgraphConfig> = {},
    mutant?: BrokenOnPurpose,
  ): Promise<RunningSkat> {
    const gateway = await TestGateway.start();
    const source = await FakeSource.start(({ url }) =>
      url === OPGOERELSER || url === FORDRINGER ? answers[url] : { text: 'no such address', status: 404 },
    );
    const subgraph = await TestSubgraph.start({
      gateway,
      name: AUTHORITY,
      module: SkatModule.forRoot,
      sourceUrl: source.url,
      config: { clock: frozenClock('2026-06-15T10:00:00+02:00'), sourceTimeLimitMs: 2_000, ...config },
      mutant,
    });
    return new RunningSkat(gateway, source, subgraph);
  }

  /** With time enough: what is tested is not how busy the machine is. */
  ask(cprNumber: CprNumber, selection: string = EVERYTHING): Promise<Asked> {
    return this.subgraph.ask(cprNumber, selection, { deadlineMs: 5_000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.subgraph[Symbol.asyncDispose]();
    await this.source[Symbol.asyncDispose]();
    await this.gateway[Symbol.asyncDispose]();
  }
}
