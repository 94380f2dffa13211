import { entityOperationFor, sectionsOf, type Page } from '../shapes/shape.js';

/** What the server of the limit asks of whom, and how the answer is put together. */
export interface LimitPlan {
  readonly entry: { readonly origin: string; readonly query: string };
  readonly authorities: readonly { readonly origin: string; readonly query: string }[];
  /** In the order of the document; `authority` is an index. */
  readonly sections: readonly { readonly name: string; readonly authority: number }[];
}

export function limitPlanOf(page: Page, entryOrigin: string, originOf: (authority: string) => string): LimitPlan {
  const names = page.authorities.map(({ name }) => name);
  return {
    entry: { origin: entryOrigin, query: 'query ($id: ID!) { citizen(id: $id) { __typename id } }' },
    authorities: names.map((name) => ({ origin: originOf(name), query: entityOperationFor(name, page) })),
    sections: sectionsOf(page).map(({ name, authority }) => ({ name, authority: names.indexOf(authority) })),
  };
}
