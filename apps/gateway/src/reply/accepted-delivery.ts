import { chooseDelivery, type Delivery } from '@app/federation';

/** Clients send one header each, again and again; a few are worth remembering. */
const REMEMBERED_MAX = 100;
const remembered = new Map<string, Delivery>();

const JSON_ONLY: Delivery = { complete: { kind: 'json', mediaType: 'application/json' } };

/** How a client takes its answer. One that takes nothing that there is gets JSON, as RFC 9110 §12.5.1 allows. */
export function acceptedDelivery(accept: string | undefined): Delivery {
  if (accept === undefined) return JSON_ONLY;
  const known = remembered.get(accept);
  if (known !== undefined) return known;
  const delivery = chooseDelivery(accept) ?? JSON_ONLY;
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(accept, delivery);
  return delivery;
}
