import { z } from 'zod';

/** Building blocks of the apps' environment schemas. `.meta({ description })` is what `.env.example` prints. */

/** TCP port; 0 lets the system choose. */
export const port = () => z.coerce.number().int().min(0).max(65_535);

/** Milliseconds within bounds. */
export const milliseconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** `true` or `false`, nothing else. */
export const flag = () => z.enum(['true', 'false']).transform((text) => text === 'true');

/** An http or https address without credentials. */
export const httpUrl = () =>
  z.string().refine(
    (text) => {
      const url = URL.parse(text);
      return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
    },
    { message: 'must be an http(s) address without credentials' },
  );

export const logLevel = () => z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info');

/** ISO 8601 instant with zone, at which the clock of the rules stands still. Not for production. */
export const frozenAt = () => z.iso.datetime({ offset: true }).optional();
