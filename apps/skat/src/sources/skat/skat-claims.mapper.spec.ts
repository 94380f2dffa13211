import { toRegisteredClaim } from './skat-claims.mapper.js';
import { FordringerReply } from './skat-claims.reply.js';

const owner = '6101801234';

function aRow(row: object = {}): object {
  return {
    personnummer: owner,
    fordringsId: 'UDK-2025-000017',
    fordringstypekode: 'CVRYKOP',
    fordringsart: 'Rykkergebyr, børnetilskud',
    fordringshaver: 'Udbetaling Danmark',
    oprindeligtBeloeb: '250.00',
    restBeloeb: '100.50',
    sidsteRettidigeBetalingsdato: '2026-03-01',
    status: 'UNDER_INDDRIVELSE',
    modregnes: true,
    ...row,
  };
}

const aReply = (...fordringer: readonly object[]) => ({ personnummer: owner, fordringer });
const read = (row: object) => FordringerReply.parse(aReply(row)).fordringer.map(toRegisteredClaim)[0];
const isValid = (value: unknown) => FordringerReply.safeParse(value).success;

describe('claims of Gældsstyrelsen', () => {
  it('are taken over field by field', () => {
    expect(read(aRow())).toEqual({
      claimId: 'UDK-2025-000017',
      typeCode: 'CVRYKOP',
      description: 'Rykkergebyr, børnetilskud',
      creditor: 'Udbetaling Danmark',
      originalAmountOere: 25_000,
      remainingOere: 10_050,
      payBy: '2026-03-01',
      isSentToCollection: true,
      isOffset: true,
    });
  });

  it('are not sent while they are with the creditor', () => {
    expect(read(aRow({ status: 'HOS_FORDRINGSHAVER' }))).toMatchObject({ isSentToCollection: false });
  });

  it('keep a claim type code that nobody told us about', () => {
    expect(read(aRow({ fordringstypekode: 'NYKODE9' }))).toMatchObject({ typeCode: 'NYKODE9' });
  });
});

describe('a reply of the claims', () => {
  it('may be empty and may bring fields that we do not know', () => {
    expect(isValid(aReply())).toBe(true);
    expect(isValid({ ...aReply(aRow({ nyt: [] })), nyt: 1 })).toBe(true);
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['an empty object', {}],
    ['a status that we do not know', aReply(aRow({ status: 'EFTERGIVET' }))],
    ['a claim without its owner', aReply(aRow({ personnummer: undefined }))],
    ['a claim without a reference', aReply(aRow({ fordringsId: '' }))],
    ['the same claim twice', aReply(aRow(), aRow())],
    ['a negative rest', aReply(aRow({ restBeloeb: '-0.01' }))],
    ['an amount as a JSON number', aReply(aRow({ restBeloeb: 100.5 }))],
    ['a text of a million characters', aReply(aRow({ fordringsart: 'x'.repeat(1_000_000) }))],
    [
      'a balance beyond 2^53 øre',
      aReply(aRow({ restBeloeb: '90071992547409.91' }), aRow({ fordringsId: 'B', restBeloeb: '0.01' })),
    ],
    ['`ja` instead of true', aReply(aRow({ modregnes: 'ja' }))],
  ])('is refused: %s', (_, value) => {
    expect(isValid(value)).toBe(false);
  });
});
