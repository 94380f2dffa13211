import { readRefusal } from './skat-problem.js';

const closed = {
  type: 'urn:skat:problem:lukket',
  title: 'Lukket',
  status: 503,
  aabnerTidspunkt: '2026-06-15T06:00:00+02:00',
};

describe('a refusal of the source', () => {
  it('is a planned closure when it says when it opens', () => {
    const refusal = readRefusal({ status: 503, body: closed });
    expect(refusal?.code).toBe('SOURCE_CLOSED');
    expect(refusal?.facts).toEqual({ opensAt: '2026-06-15T04:00:00.000Z' });
  });

  it.each([
    ['another status', { status: 500, body: closed }],
    ['no body', { status: 503, body: undefined }],
    ['no instant', { status: 503, body: { ...closed, aabnerTidspunkt: 'i morgen' } }],
    ['no zone', { status: 503, body: { ...closed, aabnerTidspunkt: '2026-06-15T06:00:00' } }],
  ])('is a failure with %s', (_, reply) => {
    expect(readRefusal(reply)).toBeUndefined();
  });
});
