import { parseCprNumber, type CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import type {
  PersonName,
  PersonNumbers,
  RegisteredAddress,
  RegisteredChild,
  RegisteredPerson,
} from '../../person/registered-person.js';
import { addressLineOf } from './address-line.js';
import { civilStatusOf, CUSTODY, statusOf } from './codes.js';
import { dayOf, isRegistered, periodOf, SOURCE } from './period.mapper.js';
import type { AddressRow, ChildNode, CitizenNode } from './person.reply.js';
import { toProtections } from './protections.mapper.js';

/** From the source's words to ours. Errors: `SOURCE_REPLY_INVALID`, with what was odd and never its value. */
export function toPerson(node: CitizenNode): RegisteredPerson {
  return {
    ...toChild(node),
    civilStatuses: node.civilstande.filter(isRegistered).map((row) => ({
      kind: requireKnown('civil status', civilStatusOf(row.civilstandstype)),
      period: periodOf(row),
    })),
    citizenships: node.statsborgerskaber
      .map((row) => ({
        ...row,
        registreringtil: row.registreringTil,
        virkningfra: row.virkningFra,
        virkningtil: row.virkningTil,
      }))
      .filter(isRegistered)
      .map((row) => ({ countryCode: row.cprland.landekode, period: periodOf(row) })),
    custody: node.foraeldremyndighedsoplysninger.filter(isRegistered).map((row) => ({
      child: toCprNumber(row.foraeldremyndighedOver.personnummer),
      kind: CUSTODY[row.foraeldremyndighedstype],
      period: periodOf(row),
      childProtections: toProtections(row.foraeldremyndighedOver.beskyttelser),
    })),
  };
}

export function toChild(node: ChildNode): RegisteredChild {
  const numbers = toNumbers(node.personnumre);
  return {
    numbers,
    bornOn: dayOf(node.foedselsdato),
    status: requireKnown('status', statusOf(node.status, numbers.replaced.length > 0)),
    names: node.navne.filter(isRegistered).flatMap((row) => {
      const name = toName(row);
      return name === undefined ? [] : [{ name, period: periodOf(row) }];
    }),
    addresses: node.adresseoplysninger.filter(isRegistered).flatMap(toAddress),
    protections: toProtections(node.beskyttelser),
  };
}

/** The number without an end is in force; the others were replaced. Errors: as above unless exactly one is in force. */
export function toNumbers(rows: ChildNode['personnumre']): PersonNumbers {
  const registered = rows
    .filter(isRegistered)
    .map((row) => ({ cprNumber: toCprNumber(row.personnummer), replacedOn: dayOf(row.virkningtil) }));
  const [current, ...others] = registered.filter(({ replacedOn }) => replacedOn === undefined);
  if (current === undefined || others.length > 0) throw invalid('numbers');
  const replaced = registered
    .flatMap(({ cprNumber, replacedOn }) => (replacedOn === undefined ? [] : [{ cprNumber, replacedOn }]))
    .toSorted((a, b) => (a.replacedOn < b.replacedOn ? 1 : -1));
  return { inForce: current.cprNumber, replaced };
}

function toName({ fornavne, mellemnavn, efternavn }: ChildNode['navne'][number]): PersonName | undefined {
  if (fornavne === undefined || efternavn === undefined) return undefined;
  const full = [fornavne, mellemnavn, efternavn].filter((part) => part !== undefined).join(' ');
  return { given: fornavne, middle: mellemnavn ?? null, family: efternavn, full };
}

/** A row without street or place (moved abroad, no fixed abode) is no residence in Denmark. */
function toAddress(row: AddressRow): RegisteredAddress[] {
  const { cprAdresse: address } = row;
  const street = address?.vejadresseringsnavn ?? address?.vejnavn;
  if (!address || street === undefined || address.postnummer === undefined || address.postdistrikt === undefined)
    return [];
  const line = addressLineOf({ street, houseNumber: address.husnummer, floor: address.etage, door: address.sidedoer });
  return [
    {
      line,
      postalCode: address.postnummer,
      postalDistrict: address.postdistrikt,
      municipalityCode: address.cprkommunekode ?? '',
      municipality: address.cprkommunenavn ?? '',
      homeKey: address.daradresse ?? `${address.cprkommunekode}/${address.cprvejkode}/${line}/${address.postnummer}`,
      period: periodOf(row),
    },
  ];
}

export function toCprNumber(text: string): CprNumber {
  const cprNumber = parseCprNumber(text);
  if (cprNumber === undefined) throw invalid('person number');
  return cprNumber;
}

function requireKnown<Value>(what: string, value: Value | undefined): Value {
  if (value === undefined) throw invalid(what);
  return value;
}

function invalid(reason: string): ExposureError {
  return new ExposureError('SOURCE_REPLY_INVALID', { source: SOURCE, reason });
}
