export interface AddressParts {
  readonly street: string;
  readonly houseNumber?: string | undefined;
  readonly floor?: string | undefined;
  readonly door?: string | undefined;
}

/**
 * Address in one line as it is written on a letter: `Ærøvej 12B, 3. tv`.
 *
 * Shape: CPR pads numbers with zeros (`012B`, `03`, `0007`); ground floor `st`, basement `kl`.
 * Source: "Standardadresse" of CPR: vejadresseringsnavn husnummer, etage. sidedoer.
 */
export function addressLineOf({ street, houseNumber, floor, door }: AddressParts): string {
  const place = [street, unpadded(houseNumber)].filter(Boolean).join(' ');
  const level = unpadded(floor);
  const unit = [level === '' ? '' : `${level.replace(/\.$/, '')}.`, unpadded(door)].filter(Boolean).join(' ');
  return unit === '' ? place : `${place}, ${unit}`;
}

function unpadded(text: string | undefined): string {
  return (text ?? '').trim().replace(/^0+(?=\w)/, '');
}
