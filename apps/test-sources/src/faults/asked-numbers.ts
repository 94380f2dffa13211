import { parseCprNumber, type CprNumber } from '@app/domain';

/** All person numbers in a request, wherever the source's own form puts them. */
export function askedNumbersIn(body: unknown): readonly CprNumber[] {
  if (typeof body === 'string') {
    const number = parseCprNumber(body);
    return number === undefined ? [] : [number];
  }
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body).flatMap(askedNumbersIn);
}
