import type { Storage } from '@graphiql/toolkit';

/** Where GraphiQL keeps its tabs and sizes: in memory, because the browser stores nothing of ours. */
export function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
    get length() {
      return items.size;
    },
  };
}
