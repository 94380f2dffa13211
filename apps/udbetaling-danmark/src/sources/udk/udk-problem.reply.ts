import { z } from 'zod';

/** A problem document (RFC 7807). Only what we act on is read; title, detail and instance are texts of others. */
export const ProblemReply = z.object({
  type: z.string().max(200),
  /** Extension of Udbetaling Danmark: end of a planned closed window. */
  aabnerTidspunkt: z.iso.datetime({ offset: true }).optional().catch(undefined),
});
