import { readFileSync } from 'node:fs';
import path from 'node:path';
import { print, parse, Kind } from 'graphql';
import { readOverviewDocument } from '../recording/overview-document.js';
import { BENCH_AUTHORITIES, readRecording, type BenchAuthority, type RecordedCitizen } from '../recording/recording.js';
import { SLOTS, ownAmountOf } from './bench-citizen.js';
import type { Shape } from './shape.js';

const FACTORS = { cpr: undefined, 'udbetaling-danmark': 7_919, skat: 104_729 } as const;

/**
 * The personal overview: three authorities, four calls, about 5 kB.
 *
 * Errors: `Error` when the recording is missing or is one of another document.
 */
export function overviewShape(root: string): Shape {
  const document = readOverviewDocument(root);
  const recording = readRecording(path.join(root, 'tools/bench/recording/overviews.ndjson'));
  if (recording?.operation !== document.id)
    throw new Error('The overview has changed since it was recorded: run node dist/tools/bench/record.js');
  const page = overviewPage(root);
  return {
    ...page,
    id: 'overview',
    title: 'the overview: 3 authorities, about 5 kB',
    authorities: page.authorities.map(({ name, sdl }) => ({
      name,
      sdl,
      records: recording.citizens.map((citizen) => withSlots(name, citizen)),
      amountOf: (cprNumber) => (FACTORS[name] === undefined ? undefined : ownAmountOf(cprNumber, FACTORS[name])),
    })),
    marksOf: (cprNumber) => [
      `"cprNumber":"${cprNumber}"`,
      `"amountPerPaymentOere":${ownAmountOf(cprNumber, FACTORS['udbetaling-danmark'])}`,
      `"expectedIncomeOere":${ownAmountOf(cprNumber, FACTORS.skat)}`,
    ],
  };
}

export function overviewPage(root: string) {
  return {
    selection: selectionBelowMe(readOverviewDocument(root).text),
    authorities: BENCH_AUTHORITIES.map((name) => ({
      name,
      sdl: readFileSync(path.join(root, 'contracts', name, 'schema.graphql'), 'utf8'),
    })),
  };
}

/** A recorded answer of one authority, with slots where each citizen's own values go. */
function withSlots(authority: BenchAuthority, citizen: RecordedCitizen): Readonly<Record<string, unknown>> {
  const sections = structuredClone(citizen[authority]);
  const key = { __typename: 'Citizen', id: SLOTS.id, recordOwner: SLOTS.owner };
  switch (authority) {
    case 'cpr':
      return { ...key, ...sections, person: { ...objectOf(sections['person']), cprNumber: SLOTS.cpr } };
    case 'udbetaling-danmark': {
      const [first, ...others] = sections['benefits'] as readonly unknown[];
      const benefits = [{ ...objectOf(first), amountPerPaymentOere: SLOTS.amount }, ...others];
      return { ...key, ...sections, benefits };
    }
    case 'skat': {
      const preliminaryTax = { ...objectOf(sections['preliminaryTax']), expectedIncomeOere: SLOTS.amount };
      return { ...key, ...sections, preliminaryTax };
    }
  }
}

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('a recorded answer lacks a section');
  return value;
}

function selectionBelowMe(document: string): string {
  const definition = parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [me] = definition?.selectionSet.selections ?? [];
  if (me?.kind !== Kind.FIELD || me.selectionSet === undefined) throw new TypeError('the overview asks for `me`');
  return me.selectionSet.selections
    .filter((node) => node.kind !== Kind.FIELD || node.name.value !== 'id')
    .map((node) => print(node))
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}
