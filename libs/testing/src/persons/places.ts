import type { AddressFacts } from './citizen-facts.js';

export type Place = Pick<AddressFacts, 'postalCode' | 'postalDistrict' | 'municipalityCode' | 'municipality'>;

/** Real places with invented streets; some with æ, ø and å. */
export const PLACES = {
  koebenhavn: {
    postalCode: '2300',
    postalDistrict: 'København S',
    municipalityCode: '0101',
    municipality: 'København',
  },
  aeroe: { postalCode: '5970', postalDistrict: 'Ærøskøbing', municipalityCode: '0492', municipality: 'Ærø' },
  odense: { postalCode: '5000', postalDistrict: 'Odense C', municipalityCode: '0461', municipality: 'Odense' },
  aarhus: { postalCode: '8000', postalDistrict: 'Aarhus C', municipalityCode: '0751', municipality: 'Aarhus' },
  aalborg: { postalCode: '9000', postalDistrict: 'Aalborg', municipalityCode: '0851', municipality: 'Aalborg' },
  roenne: { postalCode: '3700', postalDistrict: 'Rønne', municipalityCode: '0400', municipality: 'Bornholm' },
  broenderslev: {
    postalCode: '9700',
    postalDistrict: 'Brønderslev',
    municipalityCode: '0810',
    municipality: 'Brønderslev',
  },
  taarnby: { postalCode: '2770', postalDistrict: 'Kastrup', municipalityCode: '0185', municipality: 'Tårnby' },
} as const satisfies Record<string, Place>;
