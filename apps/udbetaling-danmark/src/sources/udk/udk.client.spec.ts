import type { SourceReply } from '@app/subgraph';
import { anAccess, cpr } from '../../../test/an-access.js';
import { ANOTHER, ASKED, bevilling, envelope } from '../../../test/replies.js';
import { readRefusal, requireInOperation, UdkClient } from './udk.client.js';
import { YdelserReply } from './udk-ydelser.reply.js';

const YDELSER = {
  path: '/udk/hentydelsesliste/v2.1.0',
  reply: YdelserReply,
  rowsOf: (reply: YdelserReply) => reply.ydelser,
};

class FakeSource {
  readonly calls: { readonly path: string; readonly body: unknown }[] = [];
  quarantines = 0;

  constructor(private readonly reply: SourceReply) {}

  post(path: string, body: unknown): Promise<SourceReply> {
    this.calls.push({ path, body });
    return Promise.resolve(this.reply);
  }

  quarantine(): void {
    this.quarantines += 1;
  }
}

const listOf = (...ydelser: unknown[]) => ({ status: 200, body: { ...envelope(), ydelser } });

function setUp(reply: SourceReply) {
  const source = new FakeSource(reply);
  const access = anAccess();
  return { source, access, read: () => new UdkClient(source, ['33236252']).readList(YDELSER, access) };
}

describe('client of Udbetaling Danmark', () => {
  it('asks with the number in the body and the authorities that have an agreement', async () => {
    const { source, read } = setUp(listOf());

    await read();

    expect(source.calls).toEqual([
      { path: '/udk/hentydelsesliste/v2.1.0', body: { 'CPR-nr': ASKED, myndighedsliste: ['33236252'] } },
    ]);
  });

  it('tells the ledger whose rows it read', async () => {
    const { access, read } = setUp(listOf(bevilling()));

    expect(await read()).toHaveLength(1);
    expect(access.records.owner()).toBe(ASKED);
  });

  it('lets the envelope speak where there are no rows', async () => {
    const { access, read } = setUp(listOf());

    expect(await read()).toEqual([]);
    expect(access.records.owner()).toBe(ASKED);
  });

  it.each([
    ['the envelope is about another person', { ...envelope({ 'CPR-nr': ANOTHER }), ydelser: [] }],
    ['the echo is right and the row another person’s', listOf(bevilling({ 'CPR-nr': ANOTHER })).body],
    [
      'one row of several is another person’s',
      listOf(bevilling(), bevilling({ bevillingsId: 'B-2', 'CPR-nr': ANOTHER })).body,
    ],
    [
      'the rows are the citizen’s and the envelope is not',
      { ...envelope({ 'CPR-nr': ANOTHER }), ydelser: [bevilling()] },
    ],
  ])('refuses the reply and leaves the source alone for a while when %s', async (_when, body) => {
    const { source, read } = setUp({ status: 200, body });

    await expect(read()).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
    expect(source.quarantines).toBe(1);
  });

  it('says whose rows they were, not whom the envelope named', async () => {
    const { access, read } = setUp(listOf(bevilling({ 'CPR-nr': ANOTHER })));

    await expect(read()).rejects.toMatchObject({ code: 'SUBJECT_MISMATCH' });
    expect(access.records.owner()).toBe(cpr(ANOTHER));
  });

  it.each([204, 400, 404, 422])('takes status %i for a failure, never for nothing there', async (status) => {
    await expect(setUp({ status, body: undefined }).read()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('names the place of a fault in an invalid reply, not what stood there', async () => {
    const { read } = setUp(listOf(bevilling({ bevillingStartDato: 'Hr. Hemmelig' })));

    await expect(read()).rejects.toMatchObject({
      code: 'SOURCE_REPLY_INVALID',
      facts: { source: 'udk', fault: 'ydelser.bevillingStartDato' },
    });
  });

  it('refuses a reply of an authority that was not asked', async () => {
    const { read } = setUp({ status: 200, body: { ...envelope({ MyndighedsId: '12345678' }), ydelser: [] } });

    await expect(read()).rejects.toMatchObject({ code: 'SOURCE_REPLY_INVALID' });
  });
});

describe('refusals', () => {
  it('are read from problem documents, without their texts', () => {
    const body = {
      type: 'Data-source-timeout-error',
      title: 'Timeout',
      detail: `intet svar for ${ASKED}`,
      status: 408,
    };

    const refusal = readRefusal({ status: 408, body });

    expect(refusal).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { source: 'udk', status: 408, reason: 'data-source-timeout-error' },
    });
    expect(JSON.stringify(refusal?.facts)).not.toContain(ASKED);
  });

  it('tell when a closed source opens', () => {
    const body = { type: 'Data-source-error', status: 503, aabnerTidspunkt: '2026-06-16T06:00:00+02:00' };

    expect(readRefusal({ status: 503, body })).toMatchObject({
      code: 'SOURCE_CLOSED',
      facts: { opensAt: '2026-06-16T04:00:00.000Z' },
    });
  });

  it('do not believe an opening time that is none', () => {
    const refusal = readRefusal({ status: 503, body: { type: 'Data-source-error', aabnerTidspunkt: ASKED } });

    expect(refusal).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(refusal?.facts).not.toHaveProperty('opensAt');
  });

  it.each([undefined, null, 'x', [], {}, { type: 1 }])('are not made of %j', (body) => {
    expect(readRefusal({ status: 500, body })).toBeUndefined();
  });
});

describe('probe', () => {
  const refusing = (type: string) => () => Promise.reject(readRefusal({ status: 400, body: { type } }) ?? new Error());

  it('takes the refusal of a question about nobody for a sign of life', async () => {
    await expect(requireInOperation(refusing('Input-param-error'))).resolves.toBeUndefined();
  });

  it.each([
    ['an answer', () => Promise.resolve({ status: 200, body: {} })],
    ['another refusal', refusing('Data-source-timeout-error')],
    ['a broken connection', () => Promise.reject(new Error('reset'))],
  ])('takes %s for none', async (_what, post) => {
    await expect(requireInOperation(post)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });
});
