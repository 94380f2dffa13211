import { z } from 'zod';

/** Building blocks of the contract's schema. */

/** One line of text. Braces are refused: a placeholder that nobody fills would reach the citizen. */
export const plainText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .regex(/^\S(.*\S)?$/, 'must be one line of text without spaces around it')
    .refine((text) => !/[{}<>]/.test(text), 'must not hold placeholders or markup')
    .refine((text) => text === text.normalize('NFC'), 'must be in Unicode normal form C');

const inBothLanguages = (maxLength: number) =>
  z.strictObject({
    da: plainText(maxLength).describe('Danish text (dansk).'),
    en: plainText(maxLength).describe('English text.'),
  });

/** A name for citizens; it may be the same in both languages. */
export const citizenName = (maxLength: number) =>
  inBothLanguages(maxLength).describe(`Name in da and en, at most ${maxLength} characters each.`);

/** A text for citizens. The same text twice is a translation that was forgotten. */
export const citizenText = (maxLength: number) =>
  inBothLanguages(maxLength)
    .refine(({ da, en }) => da !== en, { path: ['en'], message: 'is the Danish text, not its translation' })
    .describe(`Text in da and en, at most ${maxLength} characters each.`);

/** A public https address without credentials, query or fragment that could carry personal data. */
export const webAddress = () =>
  z.string().refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.');
  }, 'must be an https address');

export const contact = () => z.strictObject({ name: plainText(80), email: z.email() });

/** Semantic version without pre-release: `1.2.0`. */
export const semver = () =>
  z.string().regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, 'must be a semantic version such as 1.2.0');

/** Wall-clock time in Denmark, `HH:MM`; `24:00` is the end of the day. */
export const localTime = () => z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM');
