/**
 * What every authority writes in its `Citizen`, letter for letter: the key, and whose record it read.
 * They carry the protocol between gateway and authority and belong to neither's data.
 */
export const CITIZEN = 'Citizen';
export const CITIZEN_KEY = 'id: ID!';
export const RECORD_OWNER = 'recordOwner: String @shareable @inaccessible';

const PLUMBING: readonly string[] = ['Citizen.id', 'Citizen.recordOwner'];

export function isPlumbing(coordinate: string): boolean {
  return PLUMBING.includes(coordinate);
}
