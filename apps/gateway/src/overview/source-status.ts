import type { AuthorityName } from '@app/domain';
import type { CitizenText, ErrorCode } from '@app/errors';
import type { SourceReport, StepOutcome } from '@app/federation';
import { partlyMissingText, withTime } from './source-texts.js';

/** How an authority did in a request (architecture.md, decision 7). `PENDING` comes with incremental answers. */
export type SourceState = 'FETCHED' | 'EMPTY' | 'PARTIAL' | 'UNAVAILABLE' | 'CLOSED' | 'NOT_CONNECTED';

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
  /** Those of them that are missing now. */
  readonly missing: readonly string[];
  /** Why, as a code of docs/errors.md; null when nothing is missing. */
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

  constructor(private readonly termsOf: (authority: AuthorityName) => SourceTerms) {}

  expect(): void {}

  record(outcome: StepOutcome): void {
    this.outcomes.push(outcome);
  }

  statuses(): SourceStatus[] {
    const authorities = [...new Set(this.outcomes.map(({ authority }) => authority))].toSorted();
    return authorities.map((authority) =>
      statusOf(
        authority,
        this.outcomes.filter((outcome) => outcome.authority === authority),
        this.termsOf(authority),
      ),
    );
  }
}

function statusOf(authority: AuthorityName, outcomes: readonly StepOutcome[], terms: SourceTerms): SourceStatus {
  const affects = unique(outcomes.flatMap(({ paths }) => paths));
  const faults = outcomes.flatMap((outcome) => outcome.faults);
  const missing = unique(faults.map(({ path }) => path));
  const code = faults[0]?.code ?? null;
  const isWhollyMissing = code !== null && affects.every((path) => missing.includes(path));
  const state = stateOf(
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
