import { parseAccept, type MediaRange } from './media-range.js';

export type JsonMediaType = 'application/json' | 'application/graphql-response+json';

/**
 * How the parts of an incremental answer are written, by the parameter with which clients ask for it:
 * `deferSpec=20220824` has path and label in each part (Apollo Client 3, Relay), `incrementalSpec=v0.2` has ids that were
 * announced (graphql-js 17 alpha 9, Apollo Client 4).
 */
export type IncrementalFormat = 'deferSpec=20220824' | 'incrementalSpec=v0.2';

export interface JsonDelivery {
  readonly kind: 'json';
  readonly mediaType: JsonMediaType;
}

export interface StreamDelivery {
  readonly kind: 'multipart' | 'event-stream';
  readonly format: IncrementalFormat;
}

/** What a client takes. */
export interface Delivery {
  /** For an answer in one piece. */
  readonly complete: JsonDelivery | StreamDelivery;
  /** For an answer in parts; absent where the client takes none, or likes one piece better: ask the engine for that. */
  readonly incremental?: StreamDelivery;
}

/**
 * Chooses by the quality values of an `Accept` header, and among equals by the order in it.
 *
 * - Incremental and JSON equally liked: parts for an answer that has them, JSON for all others. That is what Apollo Client
 *   means by `multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9`, GraphiQL by
 *   `application/json, multipart/mixed`, and urql by five types in a row.
 * - `multipart/mixed` or `text/event-stream` alone: the format of 2022, the only one that everybody who sends this reads
 *   (GraphiQL and urql read both, Relay reads that one).
 * - A wildcard for everything, or no header: `application/json`, in one piece.
 *
 * Errors: `undefined` when nothing is acceptable, which is 406.
 */
export function chooseDelivery(accept: string | undefined): Delivery | undefined {
  if (accept === undefined) return WITHOUT_HEADER;
  if (REMEMBERED.has(accept)) return REMEMBERED.get(accept);
  const delivery = choose(accept);
  if (REMEMBERED.size >= REMEMBERED_MAX) REMEMBERED.clear();
  REMEMBERED.set(accept, delivery);
  return delivery;
}

/** Each client sends one header, again and again, and there are few kinds of clients. */
const REMEMBERED = new Map<string, Delivery | undefined>();
const REMEMBERED_MAX = 100;

function choose(accept: string): Delivery | undefined {
  if (accept.trim() === '') return WITHOUT_HEADER;
  const ranges = parseAccept(accept);
  const json = best(JSON_DELIVERIES, ranges, fitsJson);
  const stream = best(STREAM_DELIVERIES, ranges, fitsStream);
  if (json === undefined) return stream && { complete: stream.delivery, incremental: stream.delivery };
  if (stream === undefined || stream.quality < json.quality) return { complete: json.delivery };
  return { complete: (stream.quality > json.quality ? stream : json).delivery, incremental: stream.delivery };
}

const LEGACY_JSON: JsonDelivery = { kind: 'json', mediaType: 'application/json' };
const WITHOUT_HEADER: Delivery = { complete: LEGACY_JSON };
/** Among equals the first one wins. */
const JSON_DELIVERIES: readonly JsonDelivery[] = [
  LEGACY_JSON,
  { kind: 'json', mediaType: 'application/graphql-response+json' },
];
const STREAM_DELIVERIES: readonly StreamDelivery[] = [
  { kind: 'multipart', format: 'deferSpec=20220824' },
  { kind: 'multipart', format: 'incrementalSpec=v0.2' },
  { kind: 'event-stream', format: 'deferSpec=20220824' },
  { kind: 'event-stream', format: 'incrementalSpec=v0.2' },
];
const STREAM_TYPES = { multipart: ['multipart', 'mixed'], 'event-stream': ['text', 'event-stream'] } as const;

interface Liked<Kind> {
  readonly delivery: Kind;
  readonly quality: number;
  readonly position: number;
}

/** How exactly a range names a delivery; 0: not at all. */
type Fit<Kind> = (range: MediaRange, delivery: Kind) => number;

function best<Kind>(
  deliveries: readonly Kind[],
  ranges: readonly MediaRange[],
  fit: Fit<Kind>,
): Liked<Kind> | undefined {
  return deliveries
    .flatMap((delivery) => liking(delivery, ranges, fit) ?? [])
    .toSorted((a, b) => b.quality - a.quality || a.position - b.position)[0];
}

/** The range that names a delivery most exactly decides about it, also when it says no. */
function liking<Kind>(delivery: Kind, ranges: readonly MediaRange[], fit: Fit<Kind>): Liked<Kind> | undefined {
  let decisive: MediaRange | undefined;
  let exactness = 0;
  for (const range of ranges) {
    const fitting = fit(range, delivery);
    if (fitting <= exactness) continue;
    decisive = range;
    exactness = fitting;
  }
  if (decisive === undefined || decisive.quality === 0) return undefined;
  return { delivery, quality: decisive.quality, position: decisive.position };
}

function fitsJson({ type, subtype, parameters }: MediaRange, { mediaType }: JsonDelivery): number {
  const charset = parameters.get('charset');
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) return 0;
  if (subtype === '*') return type === 'application' ? 2 : Number(type === '*');
  return `${type}/${subtype}` === mediaType ? 3 : 0;
}

/** A wildcard for everything means no stream: whoever sends it does not say that it can read one. */
function fitsStream({ type, subtype, parameters }: MediaRange, { kind, format }: StreamDelivery): number {
  const [wantedType, wantedSubtype] = STREAM_TYPES[kind];
  if (type !== wantedType || (subtype !== '*' && subtype !== wantedSubtype)) return 0;
  const asked = formatAsked(parameters);
  if (asked === undefined) return format === 'deferSpec=20220824' ? (subtype === '*' ? 1 : 2) : 0;
  return asked === format ? 3 : 0;
}

/** Parameters that name a protocol. A range for another one than ours, such as subscriptions, is not for us. */
const PROTOCOLS = ['deferSpec', 'incrementalSpec', 'subscriptionSpec'];

function formatAsked(parameters: MediaRange['parameters']): string | undefined {
  const name = PROTOCOLS.find((protocol) => parameters.has(protocol.toLowerCase()));
  return name && `${name}=${parameters.get(name.toLowerCase())}`;
}
