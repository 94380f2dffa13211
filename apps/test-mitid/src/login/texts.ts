import type { NsisLevel } from '@app/identity';
import type { Language } from './page.js';

interface LoginTexts {
  readonly title: string;
  readonly client: string;
  readonly explanation: string;
  readonly person: string;
  readonly synthetic: string;
  readonly syntheticSituation: string;
  readonly syntheticIndex: string;
  readonly level: string;
  readonly levels: Readonly<Record<NsisLevel, string>>;
  readonly logIn: string;
  readonly cancel: string;
  readonly fault: string;
  readonly otherLanguage: string;
}

export const LOGIN_TEXTS: Readonly<Record<Language, LoginTexts>> = {
  da: {
    title: 'Log ind som en testperson',
    client: 'Du er på vej til',
    explanation: 'Alle personer er opdigtede. Vælg den, hvis situation du vil se.',
    person: 'Testperson',
    synthetic: 'En anden borger',
    syntheticSituation: 'En af de mange beregnede borgere, valgt ved sit nummer i rækken.',
    syntheticIndex: 'Nummer i rækken',
    level: 'Sikringsniveau (NSIS)',
    levels: { Low: 'Lav (for lavt til Mit Overblik)', Substantial: 'Betydelig', High: 'Høj' },
    logIn: 'Log ind',
    cancel: 'Afbryd',
    fault:
      'Vælg en person og et sikringsniveau. Et nummer i rækken (fra 0 til 8191999) hører til „En anden borger“ og kun der.',
    otherLanguage: 'In English',
  },
  en: {
    title: 'Log in as a test person',
    client: 'You are on your way to',
    explanation: 'All persons are invented. Choose the one whose situation you want to see.',
    person: 'Test person',
    synthetic: 'Another citizen',
    syntheticSituation: 'One of the many computed citizens, chosen by number.',
    syntheticIndex: 'Number of the citizen',
    level: 'Assurance level (NSIS)',
    levels: { Low: 'Low (not enough for Mit Overblik)', Substantial: 'Substantial', High: 'High' },
    logIn: 'Log in',
    cancel: 'Cancel',
    fault:
      'Choose a person and an assurance level. A number (from 0 to 8191999) goes with “Another citizen” and with nobody else.',
    otherLanguage: 'På dansk',
  },
};
