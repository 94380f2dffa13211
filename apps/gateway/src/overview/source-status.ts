import type { AuthorityName } from '@app/domain';
import type { CitizenText, ErrorCode } from '@app/errors';
import type { ExpectedStep, SourceReport, StepOutcome } from '@app/federation';
import { partlyMissingText, stillWaitingText, withTime } from './source-texts.js';

/** How an authority did in a request (architecture.md, decision 7). `PENDING` comes with incremental answers only. */
export type SourceState = 'FETCHED' | 'EMPTY' | 'PARTIAL' | 'PENDING' | 'UNAVAILABLE' | 'CLOSED' | 'NOT_CONNECTED';

/** What the page says about one authority. */
export interface SourceStatus {
  readonly authority: AuthorityName;
  readonly name: CitizenText;
  readonly state: SourceState;
  /** When what is shown was fetched, ISO 8601; null when nothing was. */
  readonly fetchedAt: string | null;
  /** When the gateway or the citizen may try again with some hope, ISO 8601. */
  readonly retryAt: string | null;
  /** Response paths that this authority answers. */
  readonly affects: readonly string[];
  /** Those of them, or paths within them, that are not there now: failed, or still under way. */
  readonly missing: readonly string[];
  /** Why, as a code of docs/errors.md; null when nothing failed. */
  readonly code: ErrorCode | null;
  /** What the citizen reads; null when everything is there. */
  readonly text: CitizenText | null;
  /** The authority's own page. */
  readonly selfService: CitizenText;
}

/** What the status needs of a contract. */
export interface SourceTerms {
  readonly displayName: CitizenText;
  readonly texts: Readonly<Record<'empty' | 'unavailable' | 'closed' | 'notConnected', CitizenText>>;
  readonly selfService: CitizenText;
}

/** Collects the steps of one request and tells the state of each authority that took part. */
export class RequestSources implements SourceReport {
  private readonly outcomes: StepOutcome[] = [];
  private readonly underWay: ExpectedStep[] = [];
  /** Told more than once: to the client and to the metrics. */
  private told: readonly SourceStatus[] | undefined;

  constructor(private readonly termsOf: (authority: AuthorityName) => SourceTerms) {}

  expect(steps: readonly ExpectedStep[]): void {
    this.underWay.push(...steps);
    this.told = undefined;
  }

  record(outcome: StepOutcome): void {
    const index = this.underWay.findIndex((step) => isSameStep(step, outcome));
    if (index >= 0) this.underWay.splice(index, 1);
    this.outcomes.push(outcome);
    this.told = undefined;
  }

  /** How the authorities do now, in the order of their names. One of which any step is under way is PENDING. */
  statuses(): readonly SourceStatus[] {
    this.told ??= this.statusesNow();
    return this.told;
  }

  private statusesNow(): SourceStatus[] {
    const steps = [...this.outcomes, ...this.underWay];
    const authorities = [...new Set(steps.map(({ authority }) => authority))].toSorted();
    return authorities.map((authority) =>
      statusOf(
        authority,
        this.outcomes.filter((outcome) => outcome.authority === authority),
        this.underWay.filter((step) => step.authority === authority).flatMap(({ paths }) => paths),
        this.termsOf(authority),
      ),
    );
  }
}

function isSameStep(step: ExpectedStep, outcome: StepOutcome): boolean {
  return step.authority === outcome.authority && step.paths.join() === outcome.paths.join();
}

function statusOf(
  authority: AuthorityName,
  outcomes: readonly StepOutcome[],
  pathsUnderWay: readonly string[],
  terms: SourceTerms,
): SourceStatus {
  const affects = unique([...outcomes.flatMap(({ paths }) => paths), ...pathsUnderWay]);
  const faults = outcomes.flatMap((outcome) => outcome.faults);
  const missing = unique([...faults.map(({ path }) => path), ...pathsUnderWay]);
  const code = faults[0]?.code ?? null;
  const isWhollyMissing = missing.length > 0 && affects.every((path) => missing.includes(path));
  const state =
    pathsUnderWay.length > 0
      ? 'PENDING'
      : stateOf(
          code,
          isWhollyMissing,
          outcomes.every(({ isEmpty }) => isEmpty),
        );
  const retryAt = latest(outcomes.map((outcome) => outcome.retryAt));
  return {
    authority,
    name: terms.displayName,
    state,
    fetchedAt: isWhollyMissing ? null : (latest(outcomes.map(({ answeredAt }) => answeredAt))?.toISOString() ?? null),
    retryAt: code === null ? null : (retryAt?.toISOString() ?? null),
    affects,
    missing,
    code,
    text: textOf(state, terms, retryAt),
    selfService: terms.selfService,
  };
}

function stateOf(code: ErrorCode | null, isWhollyMissing: boolean, isEmpty: boolean): SourceState {
  if (code === null) return isEmpty ? 'EMPTY' : 'FETCHED';
  if (!isWhollyMissing) return 'PARTIAL';
  if (code === 'AUTHORITY_CLOSED') return 'CLOSED';
  if (code === 'AUTHORITY_NOT_CONNECTED') return 'NOT_CONNECTED';
  return 'UNAVAILABLE';
}

function textOf(
  state: SourceState,
  { displayName, texts }: SourceTerms,
  retryAt: Date | undefined,
): CitizenText | null {
  switch (state) {
    case 'FETCHED':
      return null;
    case 'EMPTY':
      return texts.empty;
    case 'PARTIAL':
      return partlyMissingText(displayName);
    case 'PENDING':
      return stillWaitingText(displayName);
    case 'UNAVAILABLE':
      return withTime({ da: texts.unavailable.da, en: texts.unavailable.en }, 'retry', retryAt);
    case 'CLOSED':
      return withTime(texts.closed, 'opens', retryAt);
    case 'NOT_CONNECTED':
      return texts.notConnected;
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function latest(instants: readonly (Date | undefined)[]): Date | undefined {
  return instants.reduce((last, at) => (at !== undefined && (last === undefined || at > last) ? at : last), undefined);
}
