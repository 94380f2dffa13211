import type { CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';
import type { SourceClient, SubjectAccess } from '@app/subgraph';
import type { Logger } from '@app/telemetry';
import type { z } from 'zod';

export interface SkatApiOptions<Reply> {
  readonly name: string;
  readonly path: string;
  readonly client: SourceClient;
  readonly schema: z.ZodType<Reply>;
  /** Numbers that the rows bear, each row's own. */
  readonly ownersOf: (reply: Reply) => readonly CprNumber[];
  readonly logger: Logger;
}

/** One API of Skatteforvaltningen: a question about one person, an answer that is checked for shape and for whom it is about. */
export class SkatApi<Reply extends { readonly personnummer: CprNumber }> {
  constructor(private readonly options: SkatApiOptions<Reply>) {}

  /** Errors: `SOURCE_UNAVAILABLE`, `SOURCE_CLOSED`, `SOURCE_REPLY_INVALID`, `SUBJECT_MISMATCH`. */
  async ask(access: SubjectAccess): Promise<Reply> {
    const { client, path, name, ownersOf } = this.options;
    const { status, body } = await client.post(path, { personnummer: access.cprNumber }, access);
    if (status !== 200) throw this.failed(access, new ExposureError('SOURCE_UNAVAILABLE', { source: name, status }));
    const reply = this.read(body, access);
    try {
      for (const owner of ownersOf(reply)) access.records.read(owner);
      access.records.readEnvelope(reply.personnummer);
    } catch (mismatch) {
      client.quarantine();
      throw mismatch;
    }
    return reply;
  }

  /** Ends probes and idle connections. */
  close(): void {
    this.options.client.close();
  }

  private read(body: unknown, access: SubjectAccess): Reply {
    const { name, schema } = this.options;
    const reply = schema.safeParse(body);
    if (reply.success) return reply.data;
    // Paths are names of our own schema; what stood there is not told.
    const fields = reply.error.issues.slice(0, 5).map(({ path }) => path.join('.'));
    throw this.failed(access, new ExposureError('SOURCE_REPLY_INVALID', { source: name, fields }));
  }

  private failed({ transactionId }: SubjectAccess, error: ExposureError): ExposureError {
    this.options.logger.warn({ ...error.facts, code: error.code, transactionId }, 'reply of the source not usable');
    return error;
  }
}
