/** From the codes of CPR, which the facts have, to the words of the Datafordeler. */

export const STATUS_WORDS: Readonly<Record<string, string>> = {
  '01': 'bopael_i_danmark',
  '03': 'bopael_i_danmark_hoej_vejkode',
  '05': 'bopael_i_groenland',
  '07': 'bopael_i_groenland_hoej_vejkode',
  '20': 'ej_bopael',
  '30': 'annulleret',
  '50': 'nedlagt_person',
  '60': 'nedlagt_person',
  '70': 'forsvundet',
  '80': 'udrejst',
  '90': 'doed',
};

export const CIVIL_STATUS_WORDS: Readonly<Record<string, string>> = {
  U: 'ugift',
  G: 'gift',
  F: 'fraskilt',
  E: 'enke_enkemand',
  P: 'registreret_partnerskab',
  O: 'ophoert_partnerskab',
  L: 'laengstlevende_partner',
  D: 'doed',
};

export const PROTECTION_WORDS: Readonly<Record<string, string>> = {
  '0001': 'navne_og_adresse',
  '0002': 'lokal_vejviser',
  '0003': 'markedsfoering',
  '0004': 'forsker',
};
