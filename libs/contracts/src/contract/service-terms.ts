import { z } from 'zod';
import { citizenText, localTime } from './contract-parts.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const openingHours = z
  .union([
    z.literal('always'),
    z
      .array(
        z
          .strictObject({
            days: z.array(z.enum(WEEKDAYS)).min(1),
            from: localTime(),
            to: localTime(),
          })
          .refine(({ from, to }) => from < to, {
            path: ['to'],
            message: 'must be after from; split hours at midnight',
          }),
      )
      .min(1),
  ])
  .describe('`always`, or a list of { days: [mon, …], from: "06:00", to: "24:00" } in Danish wall-clock time.');

const closedWindow = z
  .strictObject({
    from: z.iso.datetime({ offset: true }).describe('Instant with offset, for example 2026-12-06T22:00:00+01:00.'),
    to: z.iso.datetime({ offset: true }).describe('Instant with offset, for example 2026-12-07T04:00:00+01:00.'),
    reason: citizenText(160).describe('Why it is closed, for citizens, in da and en.'),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'must be after from' });

const freshness = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('live') }),
    z.strictObject({
      kind: z.literal('copy'),
      dailyAt: localTime().describe('When the copy is taken, Danish wall-clock time.'),
      maxAgeHours: z.number().int().min(1).max(744).describe('Age beyond which the copy must not be shown.'),
    }),
  ])
  .describe('`{ kind: live }`, or `{ kind: copy, dailyAt, maxAgeHours }`.');

/** What may be expected of an authority. The default time limit is the one of architecture.md, decision 11. */
export const service = z
  .strictObject({
    timeLimitMs: z
      .number()
      .int()
      .min(50)
      .max(2_000)
      .default(800)
      .describe('Longest time that the gateway waits, milliseconds, at most 2000.'),
    openingHours: openingHours.default('always'),
    closedWindows: z.array(closedWindow).default([]).describe('Planned closures: { from, to, reason }.'),
    freshness: freshness.default({ kind: 'live' }),
  })
  .describe('Service: timeLimitMs, openingHours, closedWindows, freshness.');

export type ServiceTerms = z.output<typeof service>;
