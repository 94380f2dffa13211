import { civilStatusOf, protectionKindOf, statusOf } from './codes.js';

describe('registration status', () => {
  it.each([
    ['bopael_i_danmark', false, 'ACTIVE'],
    ['bopael_i_danmark_hoej_vejkode', false, 'ACTIVE_SPECIAL_ROAD_CODE'],
    ['bopael_i_groenland', false, 'ACTIVE_GREENLAND'],
    ['bopael_i_groenland_hoej_vejkode', false, 'ACTIVE_GREENLAND_SPECIAL_ROAD_CODE'],
    ['ej_bopael', false, 'INACTIVE_TAX'],
    ['annulleret', false, 'ANNULLED'],
    ['nedlagt_person', false, 'DELETED'],
    ['nedlagt_person', true, 'NUMBER_CHANGED'],
    ['bopael_i_danmark', true, 'ACTIVE'],
    ['forsvundet', false, 'DISAPPEARED'],
    ['udrejst', false, 'EMIGRATED'],
    ['doed', false, 'DEAD'],
    ['noget_nyt', false, undefined],
    ['toString', false, undefined],
    ['', false, undefined],
  ])('%s (number replaced: %s) is %s', (text, hasReplaced, expected) => {
    expect(statusOf(text, hasReplaced)).toBe(expected);
  });
});

describe('civil status', () => {
  it.each([
    ['ugift', 'UNMARRIED'],
    ['gift', 'MARRIED'],
    ['fraskilt', 'DIVORCED'],
    ['enke_enkemand', 'WIDOWED'],
    ['registreret_partnerskab', 'REGISTERED_PARTNER'],
    ['ophoert_partnerskab', 'DISSOLVED_PARTNERSHIP'],
    ['laengstlevende_partner', 'SURVIVING_PARTNER'],
    ['doed', 'DEAD'],
    ['separeret', undefined],
    ['constructor', undefined],
  ])('%s is %s', (text, expected) => {
    expect(civilStatusOf(text)).toBe(expected);
  });
});

describe('kind of protection', () => {
  it.each([
    ['navne_og_adresse', 'NAME_AND_ADDRESS'],
    ['lokal_vejviser', 'LOCAL_DIRECTORY'],
    ['markedsfoering', 'MARKETING'],
    ['forsker', 'RESEARCH'],
    ['kreditadvarsel', 'UNKNOWN'],
    ['NAVNE_OG_ADRESSE', 'UNKNOWN'],
    ['__proto__', 'UNKNOWN'],
    [null, 'UNKNOWN'],
    [1, 'UNKNOWN'],
  ])('%s is %s', (text, expected) => {
    expect(protectionKindOf(text)).toBe(expected);
  });
});
