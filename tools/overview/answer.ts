import { z } from 'zod';

const text = z.string();
const amount = z.number();
const citizenText = z.object({ da: text, en: text });

const SourceStatus = z.object({
  authority: text,
  name: citizenText,
  state: text,
  fetchedAt: text.nullable(),
  retryAt: text.nullable(),
  affects: z.array(text),
  missing: z.array(text),
  code: text.nullable(),
  text: citizenText.nullable(),
});

const SourceField = z.object({ authority: text, authorityName: citizenText, field: text, content: citizenText });
const Lacks = z.array(SourceField);

const Timeline = z.object({
  entries: z.array(
    z.object({
      happensOn: text,
      action: z.enum(['MUST', 'MAY', 'NONE']),
      amountOere: amount.nullable(),
      title: citizenText,
    }),
  ),
  lacks: Lacks,
});

const CombinedClaims = z.object({
  claims: z.array(
    z.object({
      description: text,
      creditor: text,
      remainingOere: amount,
      payBy: text,
      status: text,
      sightings: z.array(z.object({ source: z.object({ authority: text }) })),
    }),
  ),
  total: z.object({ amountOere: amount, status: text.nullable() }).nullable(),
  lacks: Lacks,
});

const name = z.object({ full: text }).nullable();
const payment = z.object({ benefitName: text, payOn: text, amountOere: amount });

const Citizen = z.object({
  person: z
    .object({
      cprNumber: text,
      name,
      address: z.object({ line: text, postalCode: text, postalDistrict: text }).nullable(),
      withheld: z.array(text),
      civilStatus: z.object({ kind: text }).nullable(),
      children: z.array(z.object({ name, bornOn: text.nullable(), custody: text })),
      replacedCprNumbers: z.array(z.object({ cprNumber: text, replacedOn: text.nullable() })),
    })
    .nullable(),
  benefits: z
    .array(
      z.object({
        name: text,
        status: text,
        frequency: text,
        amountPerPaymentOere: amount.nullable(),
        nextPaymentOn: text.nullable(),
        singleProviderDeclaration: z.object({ status: text, answerBy: text }).nullish(),
      }),
    )
    .nullable(),
  payments: z.object({ next: z.array(payment), earlier: z.array(payment) }).nullable(),
  statePensionOutlook: z
    .object({ pensionAgeMonths: z.number(), reachedOn: text, applyFrom: text, canApplyNow: z.boolean() })
    .nullable(),
  preliminaryTax: z
    .object({ incomeYear: z.number(), expectedIncomeOere: amount, withholdingPercent: z.number() })
    .nullable(),
  annualTax: z
    .array(
      z.object({
        incomeYear: z.number(),
        settlement: z
          .object({ __typename: text, amountOere: amount, payOn: text.nullish(), payBy: text.nullish() })
          .nullable(),
      }),
    )
    .nullable(),
  timeline: Timeline.nullable(),
  claims: CombinedClaims.nullable(),
});

const Answer = z.object({
  data: z.object({ me: Citizen, sources: z.array(SourceStatus) }).nullish(),
  errors: z
    .array(
      z.object({
        message: text,
        path: z.array(z.union([text, z.number()])).optional(),
        extensions: z.looseObject({ code: text }),
      }),
    )
    .default([]),
  extensions: z.object({ transactionId: text }).optional(),
});

export type OverviewAnswer = z.output<typeof Answer>;
export type OverviewCitizen = z.output<typeof Citizen>;
export type OverviewLack = z.output<typeof SourceField>;
export type OverviewSource = z.output<typeof SourceStatus>;

/** Reads the gateway's answer to the personal overview. Errors: throws when it is not one. */
export function readAnswer(body: string): OverviewAnswer {
  return Answer.parse(JSON.parse(body));
}
