import type { CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import type { SourceClient, SourceClientOptions, SourceReply, SubjectAccess } from '@app/subgraph';
import type { z } from 'zod';
import { codeOf, kindOf, type UdkProblem } from './udk-problem.js';
import { ProblemReply } from './udk-problem.reply.js';

/** One of the source's lists: where it is, and what its reply looks like. */
export interface UdkList<Reply extends UdkEnvelope, Row extends OwnedRow> {
  readonly path: string;
  readonly reply: z.ZodType<Reply>;
  readonly rowsOf: (reply: Reply) => readonly Row[];
}

interface UdkEnvelope {
  /** The number asked for. */
  readonly 'CPR-nr': CprNumber;
  readonly MyndighedsId: string;
}

interface OwnedRow {
  /** The number of the person whom the row is about. */
  readonly 'CPR-nr': CprNumber;
}

const SOURCE = { source: 'udk' } as const;

/** Asks Udbetaling Danmark for a list about the citizen, and lets in only what is about the citizen. */
export class UdkClient {
  /** `authorityCodes`: the authorities with a data-processing agreement (myndighedsliste). */
  constructor(
    private readonly source: Pick<SourceClient, 'post' | 'quarantine'>,
    private readonly authorityCodes: readonly string[],
  ) {}

  /** Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`. */
  async readList<Reply extends UdkEnvelope, Row extends OwnedRow>(
    list: UdkList<Reply, Row>,
    access: SubjectAccess,
  ): Promise<readonly Row[]> {
    const question = { 'CPR-nr': access.cprNumber, myndighedsliste: this.authorityCodes };
    const { status, body } = await this.source.post(list.path, question, access);
    // "Nothing here" is an empty list with status 200. A 404 is a wrong address and must not look like no benefits.
    if (status !== 200) throw new ExposureError('SOURCE_UNAVAILABLE', { ...SOURCE, reason: 'status', status });
    const reply = list.reply.safeParse(body);
    if (!reply.success) throw new ExposureError('SOURCE_REPLY_INVALID', { ...SOURCE, fault: placeOf(reply.error) });
    if (!this.authorityCodes.includes(reply.data.MyndighedsId))
      throw new ExposureError('SOURCE_REPLY_INVALID', { ...SOURCE, fault: 'MyndighedsId' });
    const rows = list.rowsOf(reply.data);
    this.requireOwn(reply.data, rows, access);
    return rows;
  }

  /**
   * Whose rows they are goes into the ledger row by row, then whom the envelope names. Either about another person
   * spoils the whole answer, whatever came before or after.
   */
  private requireOwn(reply: UdkEnvelope, rows: readonly OwnedRow[], access: SubjectAccess): void {
    try {
      for (const row of rows) access.records.read(row['CPR-nr']);
      access.records.readEnvelope(reply['CPR-nr']);
    } catch (thrown) {
      if (thrown instanceof ExposureError && thrown.code === 'SUBJECT_MISMATCH') this.source.quarantine();
      throw thrown;
    }
  }
}

/** Where in the reply the first fault is, in names of the agreed shape: never what stood there. */
function placeOf(error: z.ZodError): string {
  return error.issues[0]?.path.filter((part) => typeof part === 'string').join('.') ?? '';
}

/** Reads a refusal that explains itself (RFC 7807); `undefined` for a reply that is no problem document. */
export function readRefusal({ status, body }: SourceReply): ExposureError | undefined {
  const document = ProblemReply.safeParse(body);
  if (!document.success) return undefined;
  const problem: UdkProblem = { type: document.data.type, opensAt: document.data.aabnerTidspunkt };
  return new ExposureError(codeOf(problem), {
    ...SOURCE,
    status,
    reason: kindOf(problem),
    ...(problem.opensAt !== undefined && { opensAt: new Date(problem.opensAt).toISOString() }),
  });
}

/**
 * Asks a question about nobody: a source in operation refuses it as invalid input. Throws when the source is not back.
 * Runs off the citizens' path while the breaker is open.
 */
export const requireInOperation: NonNullable<SourceClientOptions['probe']> = async (post) => {
  const answer: unknown = await post('/udk/hentydelsesliste/v2.1.0', {}).catch((refusal: unknown) => refusal);
  const isRefusedAsInput = answer instanceof ExposureError && answer.facts['reason'] === 'input-param-error';
  if (!isRefusedAsInput) throw new ExposureError('SOURCE_UNAVAILABLE', { ...SOURCE, reason: 'probe' });
};
