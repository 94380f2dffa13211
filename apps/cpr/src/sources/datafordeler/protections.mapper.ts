import { z } from 'zod';
import type { RegisteredProtection, RegisteredProtections } from '../../person/protection.js';
import { protectionKindOf } from './codes.js';
import { parseDay } from './period.mapper.js';

const Row = z.object({
  beskyttelsestype: z.unknown().optional(),
  registreringtil: z.unknown().optional(),
  virkningfra: z.unknown().optional(),
  virkningtil: z.unknown().optional(),
});

const UNREADABLE_ROW: RegisteredProtection = { kind: 'UNKNOWN', period: 'UNREADABLE' };

/**
 * Reads the protections of a person (beskyttelser). Nothing here throws: whatever cannot be understood comes out as an
 * unknown protection in force, and protections that were not sent as `undefined`. The rules then withhold.
 */
export function toProtections(beskyttelser: unknown): RegisteredProtections {
  if (!Array.isArray(beskyttelser)) return undefined;
  return beskyttelser.flatMap((entry): RegisteredProtection[] => {
    const row = Row.safeParse(entry);
    if (!row.success) return [UNREADABLE_ROW];
    const { beskyttelsestype, registreringtil, virkningfra, virkningtil } = row.data;
    if (parseDay(registreringtil) !== undefined) return []; // corrected by another row
    return [{ kind: protectionKindOf(beskyttelsestype), period: toPeriod(virkningfra, virkningtil) }];
  });
}

/** No end means open-ended; no beginning, or anything else that is not a day, means that nobody knows. */
function toPeriod(virkningfra: unknown, virkningtil: unknown): RegisteredProtection['period'] {
  const from = parseDay(virkningfra);
  const isOpenEnded = virkningtil === undefined || virkningtil === null;
  const to = parseDay(virkningtil);
  if (from === undefined || (!isOpenEnded && to === undefined)) return 'UNREADABLE';
  return { from, to };
}
