/** What an answer says about one authority (`sources`), ready to be shown. */
export interface SourceStatus {
  readonly authority: string;
  readonly name: string;
  /** As sent, for example `FETCHED`. */
  readonly state: string;
  /** The state in plain words. */
  readonly label: string;
  readonly tone: Tone;
  /** Why something is missing, as a code of docs/errors.md. */
  readonly code: string | undefined;
  readonly times: readonly { readonly label: string; readonly at: Date }[];
  /** Response paths with an answer, and those without. */
  readonly covered: readonly string[];
  readonly missing: readonly string[];
  readonly text: { readonly da: string | undefined; readonly en: string | undefined };
  /** The authority's own page. */
  readonly ownPage: string | undefined;
}

export type Tone = 'good' | 'calm' | 'warning';

const STATES: Readonly<Record<string, readonly [label: string, tone: Tone]>> = {
  FETCHED: ['Fetched', 'good'],
  EMPTY: ['No records', 'good'],
  PARTIAL: ['Partly fetched', 'warning'],
  PENDING: ['On its way', 'calm'],
  UNAVAILABLE: ['Not fetched', 'warning'],
  CLOSED: ['Closed as planned', 'calm'],
  NOT_CONNECTED: ['Not connected', 'calm'],
};
const TIMES = [
  ['fetchedAt', 'at'],
  ['retryAt', 'again from'],
] as const;

/** Reads `sources` of the data; what does not look like a source is left out, `undefined` when it is not there. */
export function readSources(answer: unknown): readonly SourceStatus[] | undefined {
  const sources = fieldOf(fieldOf(answer, 'data'), 'sources');
  return Array.isArray(sources) ? sources.flatMap(readSource) : undefined;
}

/** Whether anything was executed. */
export function hasData(answer: unknown): boolean {
  return typeof fieldOf(answer, 'data') === 'object' && fieldOf(answer, 'data') !== null;
}

/** Why the gateway refused the whole request: the errors that have no place in the data. */
export function readRefusals(answer: unknown): readonly string[] {
  const errors = fieldOf(answer, 'errors');
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    const message = textOf(fieldOf(error, 'message'));
    const detail = textOf(fieldOf(fieldOf(error, 'extensions'), 'detail'));
    if (message === undefined || fieldOf(error, 'path') !== undefined) return [];
    return [detail === undefined ? message : `${message} ${detail}`];
  });
}

/** Finds the logs of this request. */
export function readTransaction(answer: unknown): string | undefined {
  return textOf(fieldOf(fieldOf(answer, 'extensions'), 'transactionId'));
}

function readSource(source: unknown): SourceStatus[] {
  const authority = textOf(fieldOf(source, 'authority'));
  const state = textOf(fieldOf(source, 'state'));
  if (authority === undefined || state === undefined) return [];
  const [label, tone] = STATES[state] ?? [state, 'calm'];
  const missing = pathsOf(fieldOf(source, 'missing'));
  const text = fieldOf(source, 'text');
  return [
    {
      authority,
      name: textOf(fieldOf(fieldOf(source, 'name'), 'en')) ?? authority,
      state,
      label,
      tone,
      code: textOf(fieldOf(source, 'code')),
      times: TIMES.flatMap(([key, timeLabel]) => {
        const at = instantOf(fieldOf(source, key));
        return at ? [{ label: timeLabel, at }] : [];
      }),
      covered: pathsOf(fieldOf(source, 'affects')).filter((path) => !missing.includes(path)),
      missing,
      text: { da: textOf(fieldOf(text, 'da')), en: textOf(fieldOf(text, 'en')) },
      ownPage: webAddressOf(fieldOf(fieldOf(source, 'selfService'), 'en')),
    },
  ];
}

function pathsOf(paths: unknown): string[] {
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function instantOf(value: unknown): Date | undefined {
  const at = typeof value === 'string' ? new Date(value) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}

/** Only `https:`: the address becomes a link. */
function webAddressOf(value: unknown): string | undefined {
  const address = textOf(value);
  return address !== undefined && URL.parse(address)?.protocol === 'https:' ? address : undefined;
}
