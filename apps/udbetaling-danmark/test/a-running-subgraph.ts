import { frozenClock, type CprNumber } from '@app/domain';
import type { BrokenOnPurpose, SubgraphConfig } from '@app/subgraph';
import {
  FakeSource,
  TestGateway,
  TestSubgraph,
  type AskOptions,
  type Asked,
  type FakeReply,
  type FakeRequest,
} from '@app/testing';
import { AUTHORITY, UdbetalingDanmarkModule } from '../src/udbetaling-danmark.module.js';
import { ANOTHER, ASKED, bevilling, envelope, fordring, udbetaling } from './replies.js';

export const YDELSER = '/udk/hentydelsesliste/v2.1.0';
export const UDBETALINGER = '/udk/hentudbetalingsliste/v2.1.0';
export const GAELD = '/udk/hentgaeldogbetalingsliste/v0.7.0';

/** A short answer of every field. */
export const SELECTION = `
  recordOwner
  benefits { __typename id name status nextPaymentOn }
  payments { next { payOn } earlier { payOn amountOere } }
  debtsToUdbetalingDanmark { claimId status }
  statePensionOutlook { pensionAgeMonths reachedOn payableFrom applyFrom canApplyNow }
`;

export type Answer = (request: FakeRequest) => FakeReply | Promise<FakeReply>;

/** What an honest source answers about the citizen of `replies.ts`. */
export const honest: Answer = ({ url }) => {
  if (url === YDELSER) return { json: { ...envelope(), ydelser: [bevilling()] } };
  if (url === UDBETALINGER) return { json: { ...envelope(), udbetalinger: [udbetaling()] } };
  return { json: { ...envelope(), fordringer: [fordring()] } };
};

/** Honest but for one list. */
export const honestBut =
  (path: string, answer: Answer): Answer =>
  (request) =>
    request.url === path ? answer(request) : honest(request);

/** What is tested is not how busy the machine is. */
const AMPLE_MS = 5_000;

/** The subgraph over HTTP on the frozen day 15 June 2026, with its source and its gateway. */
export async function start(answer: Answer, config: Partial<SubgraphConfig> = {}, mutant?: BrokenOnPurpose) {
  const source = await FakeSource.start(answer);
  const gateway = await TestGateway.start();
  const subgraph = await TestSubgraph.start({
    gateway,
    name: AUTHORITY,
    module: UdbetalingDanmarkModule.forRoot,
    sourceUrl: source.url,
    config: { clock: frozenClock('2026-06-15T09:00:00+02:00'), sourceTimeLimitMs: AMPLE_MS, ...config },
    mutant,
  });
  return {
    source,
    gateway,
    subgraph,
    ask: (cprNumber: CprNumber, selection: string, options: AskOptions = {}): Promise<Asked> =>
      subgraph.ask(cprNumber, selection, { deadlineMs: 2 * AMPLE_MS, ...options }),
    /** Nothing that operators or the gateway see may hold a number of the fixture. */
    async requireNoLeak(...answers: readonly { readonly text: string }[]): Promise<void> {
      const seen = [await subgraph.traces(), ...answers.map(({ text }) => text)].join('\n');
      for (const number of [ASKED, ANOTHER]) {
        expect(seen).not.toContain(number);
        expect(seen).not.toContain(`${number.slice(0, 6)}-${number.slice(6)}`);
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await subgraph[Symbol.asyncDispose]();
      await gateway[Symbol.asyncDispose]();
      await source[Symbol.asyncDispose]();
    },
  };
}
