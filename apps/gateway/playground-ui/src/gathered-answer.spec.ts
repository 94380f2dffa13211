import { withPayload, type GatheredAnswer } from './gathered-answer.js';

/** What has come after each payload. */
function gather(...payloads: unknown[]): (GatheredAnswer | undefined)[] {
  let answer: GatheredAnswer | undefined;
  return payloads.map((payload, index) => (answer = withPayload(answer, payload, index * 10)));
}

describe('an answer in parts', () => {
  it('grows with each part, and is whole with the last', () => {
    const answers = gather(
      { data: { me: { id: '1' } }, extensions: { transactionId: 't' }, hasNext: true },
      { incremental: [{ label: 'cpr', path: ['me'], data: { person: null } }], hasNext: true },
      { incremental: [{ path: [], data: { sources: [] } }], hasNext: false },
    );

    expect(answers).toEqual([
      { body: { data: { me: { id: '1' } }, extensions: { transactionId: 't' } }, parts: [], isWhole: false },
      {
        body: { data: { me: { id: '1', person: null } }, extensions: { transactionId: 't' } },
        parts: [{ name: 'cpr', afterMs: 10 }],
        isWhole: false,
      },
      {
        body: { data: { me: { id: '1', person: null }, sources: [] }, extensions: { transactionId: 't' } },
        parts: [
          { name: 'cpr', afterMs: 10 },
          { name: 'the answer itself', afterMs: 20 },
        ],
        isWhole: true,
      },
    ]);
  });

  it('takes parts that come together, into objects and into items of lists', () => {
    const [, answer] = gather(
      { data: { me: { claims: [{ id: 'a' }, { id: 'b' }], address: { line: 'x' } } }, hasNext: true },
      {
        incremental: [
          { path: ['me', 'claims', 1], data: { amount: 2 } },
          { path: ['me'], data: { address: { city: 'y' }, claims: [{ amount: 1 }] } },
        ],
        hasNext: false,
      },
    );

    expect(answer?.body).toEqual({
      data: {
        me: {
          claims: [
            { id: 'a', amount: 1 },
            { id: 'b', amount: 2 },
          ],
          address: { line: 'x', city: 'y' },
        },
      },
    });
    expect(answer?.parts.map(({ name }) => name)).toEqual(['me.claims.1', 'me']);
  });

  it('keeps the errors of all parts', () => {
    const [, answer] = gather(
      { data: { me: {} }, errors: [{ message: 'first' }], hasNext: true },
      { incremental: [{ label: 'skat', path: ['me'], data: null, errors: [{ message: 'second' }] }], hasNext: false },
    );

    expect(answer?.body).toEqual({ data: { me: {} }, errors: [{ message: 'first' }, { message: 'second' }] });
  });

  it('leaves what was shown before as it was', () => {
    const [first] = gather(
      { data: { me: {} }, hasNext: true },
      { incremental: [{ path: ['me'], data: { id: '1' } }], hasNext: false },
    );

    expect(first?.body).toEqual({ data: { me: {} } });
  });

  it.each([
    ['no object', 7],
    ['a place that is not there', { incremental: [{ path: ['you', 'there'], data: { id: '1' } }], hasNext: true }],
    ['parts of another kind', { incremental: [null, 7, {}], hasNext: true }],
  ])('survives %s', (_what, payload) => {
    const [first, second] = gather({ data: { me: {} }, hasNext: true }, payload);

    expect(second?.body).toEqual(first?.body);
  });
});
