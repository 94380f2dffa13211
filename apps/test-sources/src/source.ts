/** Sources are named as the authorities that ask them. */
export const SOURCES = ['cpr', 'udbetaling-danmark', 'skat'] as const;
export type Source = (typeof SOURCES)[number];

const BASE_PATHS: Readonly<Record<Source, string>> = {
  cpr: '/datafordeler',
  'udbetaling-danmark': '/udk',
  skat: '/skat',
};

/** The source that an address belongs to; `undefined` for addresses of nobody. */
export function sourceAt(path: string): Source | undefined {
  return SOURCES.find((source) => path === BASE_PATHS[source] || path.startsWith(`${BASE_PATHS[source]}/`));
}

export function isSource(text: string): text is Source {
  return SOURCES.some((source) => source === text);
}
