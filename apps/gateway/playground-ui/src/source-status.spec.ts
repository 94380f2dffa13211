import { hasData, readRefusals, readSources, readTransaction } from './source-status.js';

const FETCHED = {
  authority: 'cpr',
  name: { da: 'Det Centrale Personregister', en: 'Civil Registration System' },
  state: 'FETCHED',
  fetchedAt: '2024-11-23T13:32:05Z',
  retryAt: null,
  affects: ['me.person'],
  missing: [],
  code: null,
  text: null,
  selfService: { da: 'https://www.borger.dk/cpr', en: 'https://lifeindenmark.borger.dk/' },
};

function read(source: unknown) {
  return readSources({ data: { sources: [source] } })?.[0];
}

describe('the sources of an answer', () => {
  it('are read with plain words for the state', () => {
    expect(read(FETCHED)).toEqual({
      authority: 'cpr',
      name: 'Civil Registration System',
      state: 'FETCHED',
      label: 'Fetched',
      tone: 'good',
      code: undefined,
      times: [{ label: 'at', at: new Date('2024-11-23T13:32:05Z') }],
      covered: ['me.person'],
      missing: [],
      text: { da: undefined, en: undefined },
      ownPage: 'https://lifeindenmark.borger.dk/',
    });
  });

  it.each([
    ['FETCHED', 'Fetched', 'good'],
    ['EMPTY', 'No records', 'good'],
    ['PARTIAL', 'Partly fetched', 'warning'],
    ['PENDING', 'On its way', 'calm'],
    ['UNAVAILABLE', 'Not fetched', 'warning'],
    ['CLOSED', 'Closed as planned', 'calm'],
    ['NOT_CONNECTED', 'Not connected', 'calm'],
    ['SOMETHING_NEW', 'SOMETHING_NEW', 'calm'],
  ])('say of %s: %s', (state, label, tone) => {
    expect(read({ ...FETCHED, state })).toMatchObject({ state, label, tone });
  });

  it('tell what is missing apart from what is there', () => {
    const partial = {
      ...FETCHED,
      state: 'PARTIAL',
      affects: ['me.annualTax', 'me.preliminaryTax'],
      missing: ['me.annualTax'],
    };

    expect(read(partial)).toMatchObject({ covered: ['me.preliminaryTax'], missing: ['me.annualTax'] });
  });

  it('link to nothing but the web', () => {
    expect(read({ ...FETCHED, selfService: { en: 'javascript:alert(1)' } })?.ownPage).toBeUndefined();
  });

  it.each([null, 7, 'text', {}, { authority: 'cpr' }, { state: 'FETCHED' }, []])('leave out %j', (source) => {
    expect(readSources({ data: { sources: [source] } })).toEqual([]);
  });

  it('survive fields of the wrong kind', () => {
    const wrong = {
      authority: 'cpr',
      state: 'FETCHED',
      affects: 'me',
      missing: [7],
      fetchedAt: 'soon',
      text: 'x',
      name: 1,
      selfService: [],
    };

    expect(read(wrong)).toMatchObject({ name: 'cpr', times: [], covered: [], missing: [], ownPage: undefined });
  });

  it.each([undefined, null, 'text', {}, { data: null }, { data: { sources: {} } }, { data: {} }])(
    'are absent from %j',
    (answer) => {
      expect(readSources(answer)).toBeUndefined();
    },
  );
});

describe('a refused request', () => {
  it('is explained by the errors without a path, with their detail', () => {
    const answer = {
      errors: [
        { message: 'Not valid.', extensions: { detail: 'Cannot query field "x".' } },
        { message: 'Too busy.' },
        { message: 'Of a field.', path: ['me'] },
        { message: 7 },
      ],
    };

    expect(readRefusals(answer)).toEqual(['Not valid. Cannot query field "x".', 'Too busy.']);
  });

  it('has no data', () => {
    expect([{ data: {} }, { data: null }, {}, undefined].map(hasData)).toEqual([true, false, false, false]);
  });

  it('is found in the logs by its transaction', () => {
    expect(readTransaction({ extensions: { transactionId: 't-1' } })).toBe('t-1');
    expect(readTransaction({})).toBeUndefined();
  });
});
