import { ExposureError } from '@app/errors';
import type { SourceReply } from '@app/subgraph';
import { z } from 'zod';

/**
 * A refusal of Skatteforvaltningen (RFC 7807). Only what we act upon is read; title and detail are texts of others and
 * stay behind.
 */
const Problem = z.object({
  /** When a planned closed window ends. Other problems have none. */
  aabnerTidspunkt: z.iso.datetime({ offset: true }),
});

/** Tells a planned closure from a failure. `undefined`: a failure. */
export function readRefusal({ status, body }: SourceReply): ExposureError | undefined {
  const problem = Problem.safeParse(body);
  if (status !== 503 || !problem.success) return undefined;
  return new ExposureError('SOURCE_CLOSED', { opensAt: new Date(problem.data.aabnerTidspunkt).toISOString() });
}
