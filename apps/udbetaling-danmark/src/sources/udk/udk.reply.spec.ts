import fc from 'fast-check';
import { ASKED, bevilling, envelope, fordring, udbetaling } from '../../../test/replies.js';
import { GaeldReply } from './udk-gaeld.reply.js';
import { UdbetalingerReply } from './udk-udbetalinger.reply.js';
import { YdelserReply } from './udk-ydelser.reply.js';

const ydelser = (...rows: unknown[]) => YdelserReply.safeParse({ ...envelope(), ydelser: rows });
const udbetalinger = (...rows: unknown[]) => UdbetalingerReply.safeParse({ ...envelope(), udbetalinger: rows });
const fordringer = (...rows: unknown[]) => GaeldReply.safeParse({ ...envelope(), fordringer: rows });

describe('replies of the source', () => {
  it('are read when complete', () => {
    expect(ydelser(bevilling()).success).toBe(true);
    expect(udbetalinger(udbetaling()).success).toBe(true);
    expect(fordringer(fordring()).success).toBe(true);
  });

  it('may be empty', () => {
    expect(ydelser().success && udbetalinger().success && fordringer().success).toBe(true);
  });

  it('may bear fields of a newer model version', () => {
    expect(ydelser(bevilling({ tillaegsydelse: 'ny' })).success).toBe(true);
    expect(YdelserReply.safeParse({ ...envelope({ modelversion: '2.2.0' }), ydelser: [] }).success).toBe(true);
  });

  it('treat null and missing alike', () => {
    const [missing, empty] = [ydelser(bevilling()), ydelser(bevilling({ bevillingSlutDato: null }))];

    expect(missing.data).toEqual(empty.data);
  });

  const FOLKEPENSION = { ydelsestype: 'FOLKEPENSION' };
  const FERIEPENGE = {
    ydelsestype: 'FERIEPENGE',
    tilRaadighedOere: 1,
    feriedageTilRaadighed: 2.08,
    afholdesSenest: '2026-12-31',
  };
  const BARN = { ydelsestype: 'BOERNE_OG_UNGEYDELSE', barnFoedselsdato: '2020-02-29', andelProcent: 50 };
  const TILSKUD = { ydelsestype: 'BOERNETILSKUD', tilskudsart: 'ORDINAERT' };

  it.each([
    FOLKEPENSION,
    FERIEPENGE,
    BARN,
    TILSKUD,
    { ydelsestype: 'FOERTIDSPENSION' },
    { ydelsestype: 'BARSELSDAGPENGE' },
  ])('know %o', (kind) => {
    expect(ydelser(bevilling(kind)).success).toBe(true);
  });

  const faults: readonly [what: string, row: Readonly<Record<string, unknown>>][] = [
    ['an unknown kind of benefit', { ydelsestype: 'KONTANTHJAELP' }],
    ['an unknown status', { bevillingsstatus: 'PAUSE' }],
    ['an unknown rhythm', { beregningsfrekvens: 'AARLIG' }],
    ['an unknown kind of allowance', { ...TILSKUD, tilskudsart: 'ANDET' }],
    ['a share of neither half nor whole', { ...BARN, andelProcent: 75 }],
    ['a date that does not exist', { bevillingStartDato: '2026-02-30' }],
    ['a date that is an instant', { bevillingStartDato: '2026-02-01T00:00:00Z' }],
    ['a date in Danish form', { naesteForfaldsdato: '32.13.2026' }],
    ['an end before the start', { bevillingSlutDato: '2023-12-31' }],
    ['an amount with decimals', { beloebOere: 100.5 }],
    ['an amount as text', { beloebOere: '100' }],
    ['an amount below zero', { beloebOere: -1 }],
    ['an amount beyond 2^53', { beloebOere: 2 ** 53 }],
    ['an amount that is no number', { beloebOere: null, ...FERIEPENGE, tilRaadighedOere: null }],
    ['a missing identifier', { bevillingsId: undefined }],
    ['an identifier with a space', { bevillingsId: 'B 1' }],
    ['a missing name', { ydelsesnavn: '' }],
    ['a name without end', { ydelsesnavn: 'Å'.repeat(301) }],
    ['a yes that is a text', { aSkattepligtig: 'ja' }],
    ['a person number that is none', { 'CPR-nr': '9913011234' }],
    ['no person number', { 'CPR-nr': undefined }],
    ['a municipality of three digits', { ydelsestype: 'FOERTIDSPENSION', bevilgendeKommunenr: '101' }],
    ['a declaration without deadline', { ...TILSKUD, enligErklaering: { besvaretDato: '2026-01-01' } }],
  ];

  it.each(faults)('are refused with %s', (_what, row) => {
    expect(ydelser(bevilling(row)).success).toBe(false);
  });

  it('are refused when two rows bear one identifier', () => {
    expect(ydelser(bevilling(), bevilling()).success).toBe(false);
    expect(udbetalinger(udbetaling(), udbetaling()).success).toBe(false);
    expect(fordringer(fordring(), fordring()).success).toBe(false);
  });

  it.each([
    [{ ItSystemID: 'BOB' }],
    [{ ItSystemnavn: 'BOB' }],
    [{ MyndighedsId: undefined }],
    [{ 'CPR-nr': undefined }],
    [{ 'CPR-nr': Number(ASKED) }],
  ])('are refused with the envelope %o', (own) => {
    expect(YdelserReply.safeParse({ ...envelope(own), ydelser: [] }).success).toBe(false);
  });

  it.each([null, [], 'x', {}, 0, { ydelser: {} }])('are refused as %j', (body) => {
    expect(YdelserReply.safeParse(body).success).toBe(false);
    expect(UdbetalingerReply.safeParse(body).success).toBe(false);
    expect(GaeldReply.safeParse(body).success).toBe(false);
  });

  it('never throw, and never repeat what was sent in the reason', () => {
    const secret = '7101801234';
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(bevilling())), fc.jsonValue(), (field, value) => {
        const result = ydelser(bevilling({ [field]: [secret, value] }));
        expect(result.success).toBe(false);
        expect(JSON.stringify(result.error?.issues)).not.toContain(secret);
      }),
    );
  });
});
