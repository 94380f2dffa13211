import { addressLineOf, type AddressParts } from './address-line.js';

describe('an address in one line', () => {
  it.each<[AddressParts, string]>([
    [{ street: 'Ærøvej', houseNumber: '012B', floor: '03', door: 'tv' }, 'Ærøvej 12B, 3. tv'],
    [{ street: 'Omvejen', houseNumber: '60' }, 'Omvejen 60'],
    [{ street: 'Ådalen', houseNumber: '5', floor: 'st' }, 'Ådalen 5, st.'],
    [{ street: 'Ådalen', houseNumber: '5', floor: 'st.', door: '0007' }, 'Ådalen 5, st. 7'],
    [{ street: 'Øvej', houseNumber: '1', floor: 'kl', door: 'mf' }, 'Øvej 1, kl. mf'],
    [{ street: 'Øvej', houseNumber: '1', door: 'th' }, 'Øvej 1, th'],
    [{ street: 'Ukendt Sti', houseNumber: '0' }, 'Ukendt Sti 0'],
    [{ street: 'Færgen', houseNumber: undefined, floor: undefined }, 'Færgen'],
  ])('%j is "%s"', (parts, line) => {
    expect(addressLineOf(parts)).toBe(line);
  });
});
