/**
 * The bodies of the parts of a `multipart/mixed` answer, each as soon as it is there. Leaving early ends the request.
 *
 * Note: a delimiter counts at the start of a line only; JSON holds no line break that is not escaped.
 */
export async function* readParts(stream: ReadableStream<Uint8Array>, boundary: string): AsyncGenerator<string> {
  const delimiter = `\r\n--${boundary}`;
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  // The first delimiter may be the very first thing.
  let open = '\r\n';
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const pieces = (open + decoder.decode(chunk.value, { stream: true })).split(delimiter);
      open = pieces.pop() ?? '';
      yield* pieces.flatMap(bodyOf);
    }
  } finally {
    await reader.cancel();
  }
}

/** `undefined`: the answer is in one piece. */
export function boundaryOf(contentType: string | null): string | undefined {
  if (contentType === null || !/^multipart\/mixed\b/i.test(contentType)) return undefined;
  const [, quoted, plain] = /boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted ?? plain ?? '-';
}

const END_OF_HEADERS = '\r\n\r\n';

/** What stands in front of the first delimiter has no headers, and no body. */
function bodyOf(part: string): string[] {
  const end = part.indexOf(END_OF_HEADERS);
  return end < 0 ? [] : [part.slice(end + END_OF_HEADERS.length)];
}
