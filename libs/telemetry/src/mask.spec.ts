import { parseCprNumber } from '@app/domain';
import fc from 'fast-check';
import { maskJsonLine, maskPersonalData } from './mask.js';

/** Any person number, those of test persons (day + 60) and of leap days included. */
const cprNumber = fc
  .tuple(fc.integer({ min: 1, max: 31 }), fc.boolean(), fc.integer({ min: 1, max: 12 }), fc.nat(99), fc.nat(9_999))
  .map(
    ([day, isTest, month, year, serial]) =>
      [day + (isTest ? 60 : 0), month, year].map((part) => String(part).padStart(2, '0')).join('') +
      String(serial).padStart(4, '0'),
  )
  .filter((digits) => parseCprNumber(digits) !== undefined);

const separator = fc.constantFrom(
  '',
  '-',
  ' ',
  '%2D',
  '%2d',
  '+',
  '%20',
  '%252D',
  ' - ',
  '–',
  '\u00a0',
  '\t',
  '%C2%A0',
);
const writtenCpr = fc
  .tuple(cprNumber, separator)
  .map(([digits, between]) => `${digits.slice(0, 6)}${between}${digits.slice(6)}`);

/** Text that may stand before or after a number without making it another number. */
const before = fc.oneof(
  fc.string().filter((text) => !/\d$/.test(text)),
  fc.constantFrom(
    'cpr=',
    'cpr%3D',
    'navn%20',
    '"cprNr":"',
    'Kald om ',
    'x',
    '/person/',
    '\\u0020',
    '%252F',
    'ÆØÅ',
    '\n',
  ),
);
const after = fc.oneof(
  fc.string().filter((text) => !/^\d/.test(text)),
  fc.constantFrom('&x=1', '%26x', '"', '.', ' findes ikke', '\\n', 'x'),
);

/** Ten digits in a row or 6-4 that are a person number, found in the plainest way. */
function holdsCpr(text: string): boolean {
  return [...text.matchAll(/(?<!\d)(\d{6})[- ]?(\d{4})(?!\d)/g)].some(
    ([, birth, serial]) => parseCprNumber(`${birth}${serial}`) !== undefined,
  );
}

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

describe('the mask', () => {
  it.each([
    ['0101701234', '[cpr]'],
    ['010170-1234', '[cpr]'],
    ['010170 1234', '[cpr]'],
    ['6101701234', '[cpr]'],
    ['910170-1234', '[cpr]'],
    ['2902001234', '[cpr]'],
    ['citizen 0101701234 and 020280-5678.', 'citizen [cpr] and [cpr].'],
    ['/v1/person/0101701234?x=1', '/v1/person/[cpr]?x=1'],
    ['cpr%3D0101701234%26x', 'cpr%3D[cpr]%26x'],
    ['q=%200101701234', 'q=%20[cpr]'],
    ['q=010170%2D1234', 'q=[cpr]'],
    ['q=010170+1234', 'q=[cpr]'],
    ['cpr0101701234navn', 'cpr[cpr]navn'],
    ['aaaaaa0101701234navn', 'aaaaaa[cpr]navn'],
    ['{"cprNr":"0101701234"}', '{"cprNr":"[cpr]"}'],
  ])('finds the person number in %j', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
  });

  it.each([
    '1795453200000',
    '2026-11-23T17:45:00.123Z',
    '20261123 1745',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '00-a0101701234bcdefa0101701234bcdef-0101701234abcdef-01',
    'ab010170-1234-4234-8234-0101701234ab',
    'urn:uuid:0f010170-1234-4234-8234-a0101701234b',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '3213701234',
    '0113701234',
    '3002701234',
    '01017012345',
    '001017012345',
    '010170-12345',
    '+45 12 34 56 78',
    '12345678',
    'the basic rules, a bearer of news',
    'keyInformation.value theyJoinedAll.together',
    '',
  ])('leaves %j alone', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });

  it.each([
    ['Bearer 2YotnFZFEjr1zCsicMWpAA', 'Bearer [token]'],
    ['Bearer abcdefghijklmnopqrstuvwxyz', 'Bearer [token]'],
    ['authorization: bearer abc123', 'authorization: bearer [token]'],
    ['Authorization=DPoP%20abc123.def', 'Authorization=DPoP%20[token]'],
    ['Basic dXNlcjpwYXNzd29yZA==', 'Basic [token]'],
    ['token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl expired', 'token [token] expired'],
    ['id_token=eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', 'id_token=[token]'],
    ['x%20eyJhbGciOiJFUzI1NiJ9%2EeyJzdWIiOiIxIn0', 'x%20[token]'],
    ['cut off: eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0', 'cut off: [token]'],
    ['basic number 0101701234', 'basic number [cpr]'],
    ['Bearer eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln and 0101701234', 'Bearer [token] and [cpr]'],
  ])('finds the credential in %j', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
  });

  it.each([16, 32, 40, 64])('leaves a hexadecimal id of %d digits alone, though it holds a person number', (length) => {
    const id = 'a0101701234'.padEnd(length, 'b');
    expect([maskPersonalData(id), maskPersonalData(`${id}0`)]).toEqual([id, `${id.replace('0101701234', '[cpr]')}0`]);
  });

  it('finds every person number in any text, and keeps the text around it', () => {
    fc.assert(
      fc.property(before, writtenCpr, after, (left, number, right) => {
        const masked = maskPersonalData(left + number + right);
        expect(masked).toContain('[cpr]');
        expect(holdsCpr(masked)).toBe(false);
        fc.pre(
          maskPersonalData(left) === left &&
            maskPersonalData(right) === right &&
            !/(?:bearer|dpop|basic)[\s+:=%]*$/i.test(left),
        );
        expect(masked).toBe(`${left}[cpr]${right}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves every number that is not a person number alone', () => {
    const otherNumber = fc.oneof(
      fc.nat({ max: 99_999_999 }).map(String),
      fc.stringMatching(/^\d{11,40}$/),
      fc
        .stringMatching(/^\d{10}$/)
        .filter(
          (digits) => parseCprNumber(digits) === undefined && !digits.startsWith('2902') && !digits.startsWith('8902'),
        ),
      fc
        .date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2100-01-01') })
        .map((date) => date.toISOString()),
      fc.integer({ min: 1e12, max: 9e12 }).map(String),
      fc.uuid(),
      hex(16),
      hex(32),
      hex(40),
      hex(64),
      fc.tuple(hex(32), hex(16)).map(([trace, span]) => `00-${trace}-${span}-01`),
    );
    fc.assert(
      fc.property(otherNumber, fc.constantFrom('', 'id=', 'at ', '"'), (number, left) => {
        expect(maskPersonalData(left + number)).toBe(left + number);
      }),
      { numRuns: 5_000 },
    );
  });

  it('masks what it has masked no further', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(before, writtenCpr, after)), (parts) => {
        const once = maskPersonalData(parts.join(' '));
        expect(maskPersonalData(once)).toBe(once);
      }),
    );
  });

  it('takes no longer than the text is long', () => {
    for (const part of ['0', '010170', '010170-', 'ey', 'eyJaaaaaaa.', 'bearer ', '%25', 'a-', '+ ', '%2D010170']) {
      const text = part.repeat(Math.ceil(200_000 / part.length));
      const start = performance.now();
      maskPersonalData(text);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });
});

describe('the mask on a line of JSON', () => {
  const secret = fc.oneof(writtenCpr, cprNumber.map(Number), cprNumber);
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), secret, tie('object'), tie('list')),
    object: fc.dictionary(fc.oneof(fc.string(), writtenCpr), tie('value'), { maxKeys: 4 }),
    list: fc.array(tie('value'), { maxLength: 4 }),
  })).object;

  it('leaves valid JSON without a person number, whatever it holds', () => {
    fc.assert(
      fc.property(json, (value) => {
        const line = JSON.stringify(value);
        const masked = maskJsonLine(line);
        expect(() => JSON.parse(masked) as unknown).not.toThrow();
        expect(maskJsonLine(masked)).toBe(masked);
        expect(stringsOf(JSON.parse(masked)).filter(holdsCpr)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('changes nothing in a line without a person number', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const line = JSON.stringify(value);
        fc.pre(!stringsOf(JSON.parse(line)).some((text) => maskPersonalData(text) !== text) && !/\d{9}/.test(line));
        expect(maskJsonLine(line)).toBe(line);
      }),
    );
  });

  it.each([
    ['{"a":101701234}', '{"a":"[cpr]"}'],
    ['{"a":6101701234,"b":[6101701234]}', '{"a":"[cpr]","b":["[cpr]"]}'],
    ['{"6101701234":1}', '{"[cpr]":1}'],
    [String.raw`{"a":"line\n6101701234"}`, String.raw`{"a":"line\n[cpr]"}`],
    [String.raw`{"a":"610170\t1234"}`, '{"a":"[cpr]"}'],
    [String.raw`{"a":"\u00016101701234"}`, String.raw`{"a":"\u0001[cpr]"}`],
    [String.raw`{"a":"{\"b\":\"6101701234\"}"}`, String.raw`{"a":"{\"b\":\"[cpr]\"}"}`],
    [
      '{"time":1795453200000,"ms":12.0101701234,"e":6101701234e3}',
      '{"time":1795453200000,"ms":12.0101701234,"e":6101701234e3}',
    ],
  ])('makes of %s', (line, masked) => {
    expect(maskJsonLine(line)).toBe(masked);
  });
});

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return Number.isInteger(value) ? [String(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsOf(item)]);
}
