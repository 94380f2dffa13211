import type { StreamDelivery } from './delivery.js';

/**
 * How payloads follow each other in a body. Each text ends where a client can show what came, so the delimiter after a
 * part goes with the part.
 */
export interface Framing {
  contentType(format: StreamDelivery['format']): string;
  first(json: string, hasNext: boolean): string;
  later(json: string, hasNext: boolean): string;
  /** Sent when nothing else has been for a while; clients ignore it. */
  readonly heartbeat?: string;
}

const PART_HEAD = 'content-type: application/json; charset=utf-8\r\n\r\n';
const DELIMITER = '\r\n---\r\n';
const LAST_DELIMITER = '\r\n-----\r\n';

/** RFC 2046 §5.1. The boundary is `-`, which every client assumes. Apollo Client wants the line break in front of the first one. */
const multipart: Framing = {
  contentType: (format) => `multipart/mixed; boundary="-"; ${format}`,
  first: (json, hasNext) => `${DELIMITER}${part(json, hasNext)}`,
  later: part,
};

function part(json: string, hasNext: boolean): string {
  return `${PART_HEAD}${withoutBoundary(asciiOf(json))}${hasNext ? DELIMITER : LAST_DELIMITER}`;
}

/**
 * Distinct connections mode of graphql-sse. `data:` in the last event is for `EventSource`, which drops an event without
 * it. The heartbeat is a comment without the empty line that would end an event: graphql-sse's client loses its place in
 * the stream over that line.
 */
const eventStream: Framing = {
  contentType: () => 'text/event-stream; charset=utf-8',
  first: event,
  later: event,
  heartbeat: ':\n',
};

function event(json: string, hasNext: boolean): string {
  return `event: next\ndata: ${asciiOf(json)}\n\n${hasNext ? '' : 'event: complete\ndata:\n\n'}`;
}

export const FRAMINGS: Readonly<Record<StreamDelivery['kind'], Framing>> = { multipart, 'event-stream': eventStream };

/** Apollo Client and urql decode each chunk for itself, so a letter that is cut by the network would be lost to them. */
function asciiOf(json: string): string {
  return json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** urql looks for the boundary anywhere in a part. Three hyphens in a row stand in texts only, where they can be escaped. */
function withoutBoundary(json: string): string {
  return json.replaceAll('---', String.raw`--\u002d`);
}
