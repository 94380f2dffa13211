import type { CitizenText } from '@app/errors';

/** What the citizen reads in the timeline. Names of benefits and claims are the authority's own words, in Danish. */
export const TITLES = {
  benefitPayment: (benefit: string): CitizenText => ({ da: `${benefit} udbetales`, en: `${benefit} is paid` }),
  taxRefund: (year: number): CitizenText => ({
    da: `Overskydende skat for ${year} udbetales`,
    en: `Tax refund for ${year} is paid`,
  }),
  residualTax: (year: number): CitizenText => ({
    da: `Sidste dag til at betale restskat for ${year} uden tillæg`,
    en: `Last day to pay residual tax for ${year} without surcharge`,
  }),
  annualTaxCorrection: (year: number): CitizenText => ({
    da: `Sidste dag til at rette årsopgørelsen for ${year}`,
    en: `Last day to correct the annual tax assessment for ${year}`,
  }),
  canApplyForPensionFrom: {
    da: 'Første dag, hvor du kan søge folkepension',
    en: 'First day on which you can apply for state pension',
  },
  applyForPensionNow: {
    da: 'Søg folkepension nu, så den kan udbetales fra denne dag',
    en: 'Apply for state pension now, so that it can be paid from this day',
  },
  answerDeclaration: {
    da: 'Sidste dag til at besvare enlig erklæring',
    en: 'Last day to answer the single provider declaration',
  },
  declarationOverdue: {
    da: 'Svarfristen for enlig erklæring er overskredet',
    en: 'The deadline of the single provider declaration has passed',
  },
  payClaim: (description: string): CitizenText => ({
    da: `Sidste dag til at betale: ${description}`,
    en: `Last day to pay: ${description}`,
  }),
  claimOverdue: (description: string): CitizenText => ({
    da: `Betalingsdatoen er overskredet: ${description}`,
    en: `The payment date has passed: ${description}`,
  }),
  instalment: (description: string): CitizenText => ({
    da: `Afdrag: ${description}`,
    en: `Instalment: ${description}`,
  }),
  takeHoliday: {
    da: 'Sidste dag til at holde ferie for dine feriepenge',
    en: 'Last day to take the holiday that your holiday pay is for',
  },
} as const;
