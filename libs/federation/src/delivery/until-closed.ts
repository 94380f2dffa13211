import type { ServerResponse } from 'node:http';

const OVER = { done: true, value: undefined } as const;

/**
 * The same items, until the response is closed: a client that leaves ends it at once, also while an item is awaited, and
 * the source is told to stop.
 */
export function untilClosed<Item>(source: AsyncIterable<Item>, response: ServerResponse): AsyncIterable<Item> {
  const iterator = source[Symbol.asyncIterator]();
  const closed = new Promise<IteratorReturnResult<undefined>>((resolve) => {
    const close = () => {
      resolve(OVER);
      // It has nobody to tell what it still wants to say.
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    };
    if (response.destroyed) close();
    else response.once('close', close);
  });
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.race([closed, iterator.next()]),
      return: async () => {
        await iterator.return?.();
        return OVER;
      },
    }),
  };
}
