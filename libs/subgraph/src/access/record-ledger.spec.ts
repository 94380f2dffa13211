import { parseCprNumber, type CprNumber } from '@app/domain';
import { RecordLedger } from './record-ledger.js';

const citizen = number('7001901111');
const other = number('7101902222');

function number(text: string): CprNumber {
  const parsed = parseCprNumber(text);
  if (parsed === undefined) throw new Error('not a person number');
  return parsed;
}

const mismatch = expect.objectContaining({ code: 'SUBJECT_MISMATCH' });

describe('RecordLedger', () => {
  it('has no owner before a row was read', () => {
    expect(new RecordLedger(citizen).owner()).toBeUndefined();
  });

  it('names the owner of the rows', () => {
    const ledger = new RecordLedger(citizen);
    ledger.read(citizen);
    ledger.read(citizen);
    expect(ledger.owner()).toBe(citizen);
  });

  it('refuses a row about someone else and still tells the truth about it', () => {
    const ledger = new RecordLedger(citizen);
    expect(() => ledger.read(other)).toThrow(mismatch);
    expect(ledger.owner()).toBe(other);
    expect(() => ledger.requireOwn()).toThrow(mismatch);
  });

  it('has no owner to name when rows disagree', () => {
    const ledger = new RecordLedger(citizen);
    ledger.read(citizen);
    expect(() => ledger.read(other)).toThrow(mismatch);
    expect(() => ledger.owner()).toThrow(mismatch);
  });

  it('counts the envelope only where there are no rows', () => {
    const ledger = new RecordLedger(citizen, 'foreign-records-pass');
    ledger.readEnvelope(citizen);
    expect(ledger.owner()).toBe(citizen);
    ledger.read(other);
    expect(ledger.owner()).toBe(other);
  });

  it('refuses an envelope about someone else', () => {
    expect(() => new RecordLedger(citizen).readEnvelope(other)).toThrow(mismatch);
  });

  it.each([
    [other, citizen],
    [citizen, other],
  ])('remembers an envelope about someone else, whatever the other envelopes say (%#)', (...envelopes) => {
    const ledger = new RecordLedger(citizen);
    for (const owner of envelopes) {
      if (owner === citizen) ledger.readEnvelope(owner);
      else expect(() => ledger.readEnvelope(owner)).toThrow(mismatch);
    }
    expect(() => ledger.requireOwn()).toThrow(mismatch);
    expect(() => ledger.owner()).toThrow(mismatch);
  });

  it('withholds right rows under an envelope about someone else', () => {
    const ledger = new RecordLedger(citizen);
    ledger.read(citizen);
    expect(() => ledger.readEnvelope(other)).toThrow(mismatch);
    ledger.readEnvelope(citizen);
    expect(() => ledger.requireOwn()).toThrow(mismatch);
  });

  it('lets nothing be read after the owner was answered', () => {
    const ledger = new RecordLedger(citizen);
    ledger.read(citizen);
    ledger.seal();
    expect(() => ledger.read(citizen)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  it('is seen to take the owner from the rows: the mutant that takes it from the token names the wrong one', () => {
    const mutant = new RecordLedger(citizen, 'owner-from-token');
    mutant.read(other);
    expect(mutant.owner()).not.toBe(other);
  });
});
