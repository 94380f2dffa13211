import type { CprNumber } from '@app/domain';
import { ExposureError } from '@app/errors';

/** What a test breaks on purpose, to see that another test notices. Never set in production. */
export type BrokenOnPurpose = 'foreign-records-pass' | 'owner-from-token';

/**
 * Whose records a request has read. Every source client tells the ledger the owner of each row, as written in the
 * row, before it uses the row. The answer is given only if all of them are the citizen of the token.
 */
export class RecordLedger {
  private readonly rows = new Set<CprNumber>();
  private readonly envelopes = new Set<CprNumber>();
  private isSealed = false;

  constructor(
    private readonly subject: CprNumber,
    private readonly broken?: BrokenOnPurpose,
  ) {}

  /**
   * A row about `owner` was read.
   *
   * Errors: `SUBJECT_MISMATCH` when it is not the citizen's; `INTERNAL` when the answer to whom it is about was given already.
   */
  read(owner: CprNumber): void {
    if (this.isSealed) throw new ExposureError('INTERNAL', { reason: 'record read after recordOwner was answered' });
    this.rows.add(owner);
    this.refuseForeign(owner);
  }

  /** A reply says by itself (envelope, echo) whom it is about. Counts as owner only when there are no rows. Errors: as {@link read}. */
  readEnvelope(owner: CprNumber): void {
    if (this.isSealed) throw new ExposureError('INTERNAL', { reason: 'record read after recordOwner was answered' });
    this.envelopes.add(owner);
    this.refuseForeign(owner);
  }

  /**
   * Owner of what was read; `undefined` when nothing was.
   *
   * Errors: `SUBJECT_MISMATCH` when rows, or envelopes without any row, are about different persons.
   */
  owner(): CprNumber | undefined {
    if (this.broken === 'owner-from-token') return this.subject;
    const [owner, ...others] = this.rows.size > 0 ? this.rows : this.envelopes;
    if (others.length > 0 && this.broken === undefined) throw new ExposureError('SUBJECT_MISMATCH');
    return owner;
  }

  /** Nothing may be read any more: the owner has been answered. */
  seal(): void {
    this.isSealed = true;
  }

  /** Errors: `SUBJECT_MISMATCH` when anything read is not about the citizen, even if the reader swallowed the error. */
  requireOwn(): void {
    for (const owner of [...this.rows, ...this.envelopes]) this.refuseForeign(owner);
  }

  private refuseForeign(owner: CprNumber): void {
    if (owner !== this.subject && this.broken === undefined) throw new ExposureError('SUBJECT_MISMATCH');
  }
}
