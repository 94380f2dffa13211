import type { OverviewAnswer, OverviewCitizen, OverviewLack, OverviewSource } from './answer.js';

export interface OverviewHeading {
  readonly person: string;
  readonly situation: string;
  readonly durationMs: number;
}

type Line = readonly [label: string, value: string];

const kroner = new Intl.NumberFormat('da-DK', { minimumFractionDigits: 2 });
const clockTime = new Intl.DateTimeFormat('da-DK', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
});
const LABEL_WIDTH = 34;
const SHOWN_EARLIER = 3;
const NOT_FETCHED = 'NOT FETCHED (it does not mean that there is nothing)';

/** The overview as lines for a terminal: every section, and for each authority how it did. */
export function renderOverview(answer: OverviewAnswer, heading: OverviewHeading): string {
  const citizen = answer.data?.me;
  const sources = answer.data?.sources ?? [];
  return [
    `Mit Overblik for ${heading.person} (${heading.situation})`,
    `answered in ${heading.durationMs} ms, transaction ${answer.extensions?.transactionId ?? 'unknown'}; everybody here is invented`,
    ...(citizen === undefined ? [] : sections(citizen, sources)),
    ...(citizen === undefined
      ? answer.errors.map(({ message, extensions }) => `\n${extensions.code}: ${message}`)
      : []),
    '',
    'WHERE IT COMES FROM',
    ...sources.flatMap(describeSource),
  ].join('\n');
}

function sections(citizen: OverviewCitizen, sources: readonly OverviewSource[]): string[] {
  const missing = new Set(sources.flatMap((source) => source.missing));
  const section = (title: string, paths: readonly string[], lines: readonly Line[]) => {
    const notFetched = paths.filter((path) => missing.has(`me.${path}`));
    const shown = lines.length === 0 && notFetched.length === 0 ? [['', 'nothing registered'] as const] : lines;
    return [
      '',
      title,
      ...shown.map(([label, value]) => `  ${label.padEnd(LABEL_WIDTH)} ${value}`),
      ...notFetched.map((path) => `  ${path.padEnd(LABEL_WIDTH)} ${NOT_FETCHED}`),
    ];
  };
  return [
    ...section('WHAT HAPPENS NEXT', [], timelineLines(citizen)),
    ...section('PERSON', ['person'], personLines(citizen)),
    ...section('BENEFITS', ['benefits', 'statePensionOutlook'], benefitLines(citizen)),
    ...section('PAYMENTS', ['payments'], paymentLines(citizen)),
    ...section('TAX', ['preliminaryTax', 'annualTax'], taxLines(citizen)),
    ...section('DEBTS', ['debtsToUdbetalingDanmark', 'claimsUnderCollection'], claimLines(citizen)),
  ];
}

function personLines({ person }: OverviewCitizen): Line[] {
  if (person === null) return [];
  const withheld = (group: string) => (person.withheld.includes(group) ? 'protected, not shown here' : 'none');
  const { address } = person;
  return [
    ['Name', person.name?.full ?? withheld('NAME')],
    ['CPR number', `${person.cprNumber.slice(0, 6)}-${person.cprNumber.slice(6)}`],
    [
      'Address',
      address === null ? withheld('ADDRESS') : `${address.line}, ${address.postalCode} ${address.postalDistrict}`,
    ],
    ...(person.civilStatus === null ? [] : [['Civil status', person.civilStatus.kind] as const]),
    ...person.children.map((child): Line => [
      'Child',
      `${child.name?.full ?? 'name protected'}, born ${child.bornOn ?? 'unknown'}, custody ${child.custody}`,
    ]),
    ...person.replacedCprNumbers.map(({ replacedOn }): Line => [
      'Earlier CPR number',
      `replaced ${replacedOn ?? ''}`.trim(),
    ]),
  ];
}

function benefitLines({ benefits, statePensionOutlook: outlook }: OverviewCitizen): Line[] {
  return [
    ...(benefits ?? []).map((benefit): Line => {
      const amount =
        benefit.amountPerPaymentOere === null
          ? ''
          : `${money(benefit.amountPerPaymentOere)} ${benefit.frequency.toLowerCase()}`;
      const next = benefit.nextPaymentOn === null ? '' : `next ${benefit.nextPaymentOn}`;
      const declaration = benefit.singleProviderDeclaration;
      const toDo =
        declaration == null || declaration.status === 'ANSWERED'
          ? ''
          : `declaration ${declaration.status}, answer by ${declaration.answerBy}`;
      return [benefit.name, [benefit.status, amount, next, toDo].filter((part) => part !== '').join(', ')];
    }),
    ...(outlook === null
      ? []
      : [
          [
            'State pension',
            `age reached ${outlook.reachedOn}, apply from ${outlook.applyFrom}${outlook.canApplyNow ? ': you can apply now' : ''}`,
          ] as const,
        ]),
  ];
}

function paymentLines({ payments }: OverviewCitizen): Line[] {
  if (payments === null) return [];
  const { next, earlier } = payments;
  const more = earlier.length - SHOWN_EARLIER;
  return [
    ...next
      .slice(0, SHOWN_EARLIER)
      .map(({ payOn, benefitName, amountOere }): Line => [`${payOn} planned`, `${money(amountOere)}  ${benefitName}`]),
    ...earlier
      .slice(0, SHOWN_EARLIER)
      .map(({ payOn, benefitName, amountOere }): Line => [`${payOn} paid`, `${money(amountOere)}  ${benefitName}`]),
    ...(more > 0 ? [['', `and ${more} earlier`] as const] : []),
  ];
}

function taxLines({ preliminaryTax, annualTax }: OverviewCitizen): Line[] {
  return [
    ...(preliminaryTax === null
      ? []
      : [
          [
            `${preliminaryTax.incomeYear} preliminary`,
            `expected income ${money(preliminaryTax.expectedIncomeOere)}, withheld ${preliminaryTax.withholdingPercent} %`,
          ] as const,
        ]),
    ...(annualTax ?? []).map(({ incomeYear, settlement }): Line => {
      if (settlement === null) return [`${incomeYear} annual`, 'balances'];
      return settlement.__typename === 'TaxRefund'
        ? [
            `${incomeYear} annual`,
            `refund ${money(settlement.amountOere)}${settlement.payOn == null ? '' : `, paid ${settlement.payOn}`}`,
          ]
        : [`${incomeYear} annual`, `residual tax ${money(settlement.amountOere)}, pay by ${settlement.payBy ?? ''}`];
    }),
  ];
}

function claimLines({ claims: combined }: OverviewCitizen): Line[] {
  if (combined === null) return [['claims', NOT_FETCHED]];
  const { claims, total, lacks } = combined;
  return [
    ...claims.map((claim): Line => {
      const seenBy = claim.sightings.length > 1 ? `, seen by ${claim.sightings.length} authorities` : '';
      return [
        claim.description,
        `${money(claim.remainingOere)} to ${claim.creditor}, ${claim.status}, pay by ${claim.payBy}${seenBy}`,
      ];
    }),
    ...(total === null || total.status === null
      ? []
      : [['In all', `${money(total.amountOere)}, ${total.status}`] as const]),
    ...lackLines(lacks, 'No total'),
  ];
}

const ACTION_WORDS = { MUST: 'you must act', MAY: 'you can act', NONE: 'happens by itself' };

function timelineLines({ timeline }: OverviewCitizen): Line[] {
  if (timeline === null) return [['timeline', NOT_FETCHED]];
  const { entries, lacks } = timeline;
  return [
    ...entries.map(({ happensOn, action, amountOere, title }): Line => [
      `${happensOn} ${ACTION_WORDS[action]}`,
      `${title.en}${amountOere === null ? '' : `  ${signed(amountOere)}`}`,
    ]),
    ...lackLines(lacks, 'Incomplete'),
  ];
}

function lackLines(lacks: readonly OverviewLack[], consequence: string): Line[] {
  if (lacks.length === 0) return [];
  const inputs = lacks.map(({ content, authorityName }) => `${content.en} from ${authorityName.en}`);
  return [[consequence, `lacks ${inputs.join(', ')}`]];
}

function describeSource({ name, state, fetchedAt, retryAt, code, text }: OverviewSource): string[] {
  const times = [
    fetchedAt === null ? '' : `at ${clockTime.format(new Date(fetchedAt))}`,
    retryAt === null ? '' : `try again at ${clockTime.format(new Date(retryAt))}`,
  ].filter((part) => part !== '');
  return [
    `  ${name.en.padEnd(LABEL_WIDTH + 14)} ${state} ${times.join(', ')}${code === null ? '' : ` (${code})`}`.trimEnd(),
    ...(text === null ? [] : [`    ${text.en}`]),
  ];
}

function signed(oere: number): string {
  return `${oere < 0 ? '−' : '+'}${money(Math.abs(oere))}`;
}

function money(oere: number): string {
  return `${kroner.format(oere / 100)} kr.`;
}
