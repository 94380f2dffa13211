import { dayInDenmark } from '@app/domain';
import type { CitizenText } from '@app/errors';

const TIME = { timeZone: 'Europe/Copenhagen', hour: '2-digit', minute: '2-digit', hour12: false } as const;
const DAY = { timeZone: 'Europe/Copenhagen', day: 'numeric', month: 'long' } as const;
const danishTime = new Intl.DateTimeFormat('da-DK', TIME);
const englishTime = new Intl.DateTimeFormat('en-GB', TIME);
const danishDay = new Intl.DateTimeFormat('da-DK', DAY);
const englishDay = new Intl.DateTimeFormat('en-GB', DAY);

/** Adds when it will be worth coming back, if that is known. */
export function withTime(
  text: CitizenText,
  kind: 'retry' | 'opens',
  at: Date | undefined,
  now = new Date(),
): CitizenText {
  if (at === undefined) return text;
  const isToday = dayInDenmark(at) === dayInDenmark(now);
  const da = isToday ? `kl. ${danishTime.format(at)}` : `${danishDay.format(at)} kl. ${danishTime.format(at)}`;
  const en = isToday ? `at ${englishTime.format(at)}` : `on ${englishDay.format(at)} at ${englishTime.format(at)}`;
  return kind === 'retry'
    ? { da: `${text.da} Vi prøver igen ${da}.`, en: `${text.en} We will try again ${en}.` }
    : { da: `${text.da} Oplysningerne vises igen ${da}.`, en: `${text.en} The information will be shown again ${en}.` };
}

export function partlyMissingText(name: CitizenText): CitizenText {
  return {
    da: `Nogle oplysninger fra ${name.da} mangler lige nu. Det betyder ikke, at der ikke er noget. Prøv igen senere.`,
    en: `Some information from ${name.en} is missing right now. It does not mean that there is nothing. Try again later.`,
  };
}

export function stillWaitingText(name: CitizenText): CitizenText {
  return {
    da: `Vi venter på svar fra ${name.da}. Du kan bruge resten af siden imens.`,
    en: `We are waiting for an answer from ${name.en}. You can use the rest of the page in the meantime.`,
  };
}
