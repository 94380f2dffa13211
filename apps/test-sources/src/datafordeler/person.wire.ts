import { createHash } from 'node:crypto';
import { addDays, type CalendarDate, type CprNumber } from '@app/domain';
import type { AddressFacts, ChildFacts, CitizenFacts, NameFacts, PersonFacts } from '@app/testing';
import { CIVIL_STATUS_WORDS, PROTECTION_WORDS, STATUS_WORDS } from './codes.js';

type Row = Readonly<Record<string, unknown>>;

/** A citizen's record in the words of the Datafordeler. A child who lives elsewhere has no facts of its own: see {@link childNodeOf}. */
export function personNodeOf({ cprNumber, person }: CitizenFacts): Row {
  const { bornOn } = person;
  return {
    id: idOf(cprNumber),
    status: wordOf(STATUS_WORDS, person.statusCode),
    foedselsdato: bornOn,
    koen: Number(cprNumber.at(-1)) % 2 === 1 ? 'mand' : 'kvinde',
    personnumre: numbersOf(cprNumber, person),
    navne: [nameOf(person.name, bornOn)],
    adresseoplysninger: [
      addressOf(person.address, person.address.from),
      ...person.earlierAddresses.map((address) => addressOf(address, address.from, address.to)),
    ],
    beskyttelser: person.protections.map(({ typeCode, from, to }) => ({
      beskyttelsestype: wordOf(PROTECTION_WORDS, typeCode),
      ...during(from, to),
    })),
    civilstande: civilStatusesOf(person),
    statsborgerskaber: person.citizenships.map(({ countryCode, from }) => ({
      cprland: { landekode: countryCode },
      status: 'aktuel',
      registreringFra: registeredAt(from),
      registreringTil: null,
      virkningFra: from,
      virkningTil: null,
    })),
    foraeldremyndighedsoplysninger: person.children
      .filter(({ custody }) => custody !== 'NONE')
      .map((child) => ({
        foraeldremyndighedOver: simplePersonOf(child),
        foraeldremyndighedstype: child.custody === 'SOLE' ? 'ene' : 'faelles',
        ...during(child.bornOn),
      })),
    boern: person.children.map((child) => ({ barn: simplePersonOf(child), virkningfra: child.bornOn })),
  };
}

/** The record of a child of whom only the parent's side is known: no address. */
export function childNodeOf(child: ChildFacts): Row {
  return {
    id: idOf(child.cprNumber),
    status: 'bopael_i_danmark',
    foedselsdato: child.bornOn,
    koen: Number(child.cprNumber.at(-1)) % 2 === 1 ? 'mand' : 'kvinde',
    personnumre: [{ personnummer: child.cprNumber, ...during(child.bornOn) }],
    navne: [nameOf(child.name, child.bornOn)],
    adresseoplysninger: [],
    beskyttelser: protectionsOf(child),
    civilstande: [{ civilstandstype: 'ugift', ...during(child.bornOn) }],
    statsborgerskaber: [],
    foraeldremyndighedsoplysninger: [],
    boern: [],
  };
}

function simplePersonOf(child: ChildFacts): Row {
  return {
    personid: idOf(child.cprNumber),
    personnummer: child.cprNumber,
    beskyttelser: protectionsOf(child),
    navn: nameOf(child.name, child.bornOn),
  };
}

function protectionsOf({ isProtected, bornOn }: ChildFacts): Row[] {
  return isProtected ? [{ beskyttelsestype: 'navne_og_adresse', ...during(bornOn) }] : [];
}

/** The number in force, and the replaced ones, each in force until the next one was. */
function numbersOf(cprNumber: CprNumber, { bornOn, replacedNumbers }: PersonFacts): Row[] {
  const oldestFirst = replacedNumbers.toSorted((a, b) => (a.replacedOn < b.replacedOn ? -1 : 1));
  let from = bornOn;
  const replaced = oldestFirst.map(({ cprNumber: personnummer, replacedOn }) => {
    const row = { personnummer, ...during(from, replacedOn) };
    from = replacedOn;
    return row;
  });
  return [{ personnummer: cprNumber, ...during(from) }, ...replaced.toReversed()];
}

/** Everyone is unmarried until something else is registered. */
function civilStatusesOf({ bornOn, civilStatus: { code, from } }: PersonFacts): Row[] {
  const current = { civilstandstype: wordOf(CIVIL_STATUS_WORDS, code), ...during(from) };
  return code === 'U' || from <= bornOn
    ? [current]
    : [{ civilstandstype: 'ugift', ...during(bornOn, addDays(from, -1)) }, current];
}

function nameOf({ given, middle, family }: NameFacts, from: CalendarDate): Row {
  const adresseringsnavn = [given, middle, family].filter((part) => part !== undefined).join(' ');
  return { adresseringsnavn, fornavne: given, mellemnavn: middle ?? null, efternavn: family, ...during(from) };
}

/** CPR pads house numbers to three digits and floors to two. */
function addressOf(address: AddressFacts, from: CalendarDate, to?: CalendarDate): Row {
  const { street, houseNumber, floor, door, postalCode, postalDistrict, municipalityCode, municipality } = address;
  const home = [street, houseNumber, floor, door, postalCode, municipalityCode].join('/');
  return {
    cprAdresse: {
      daradresse: idOf(home),
      bygningsnummer: null,
      bynavn: null,
      cprkommunekode: municipalityCode,
      cprkommunenavn: municipality,
      cprvejkode: '0001',
      etage: floor === undefined ? null : padded(floor, 2),
      husnummer: padded(houseNumber, 3),
      postdistrikt: postalDistrict,
      postnummer: postalCode,
      sidedoer: door ?? null,
      vejadresseringsnavn: street,
      vejnavn: street,
    },
    ...during(from, to),
  };
}

function padded(text: string, digits: number): string {
  const [, number = '', letters = ''] = /^(\d*)(.*)$/.exec(text) ?? [];
  return number === '' ? text : `${number.padStart(digits, '0')}${letters}`;
}

/** Bitemporal attributes: registered on the day of effect, never corrected. */
function during(from: CalendarDate, to?: CalendarDate): Row {
  return {
    status: to === undefined ? 'aktuel' : 'historisk',
    registreringfra: registeredAt(from),
    registreringtil: null,
    virkningfra: from,
    virkningtil: to ?? null,
  };
}

function registeredAt(day: CalendarDate): string {
  return `${day}T09:00:00.000000+01:00`;
}

/** Opaque and stable. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(`datafordeler/${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A code without a word goes out as it is: something that readers do not know. */
function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code;
}
