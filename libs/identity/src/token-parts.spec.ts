import { readBearerToken } from './token-parts.js';

describe('readBearerToken', () => {
  it.each(['Bearer abc.def.ghi', 'bearer abc.def.ghi', 'BEARER  abc.def.ghi'])('reads %s', (header) => {
    expect(readBearerToken(header)).toBe('abc.def.ghi');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'DPoP abc', 'abc.def.ghi'])(
    'misses a token in %s',
    (header) => {
      expect(() => readBearerToken(header)).toThrow(expect.objectContaining({ code: 'TOKEN_MISSING' }));
    },
  );

  it.each(['Bearer a b', 'Bearer a, Bearer b', 'Bearer a,b'])('refuses two tokens: %s', (header) => {
    expect(() => readBearerToken(header)).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
  });

  it('refuses more than 8 KiB', () => {
    expect(readBearerToken(`Bearer ${'x'.repeat(8_192)}`)).toHaveLength(8_192);
    expect(() => readBearerToken(`Bearer ${'x'.repeat(8_193)}`)).toThrow(
      expect.objectContaining({ code: 'TOKEN_INVALID', facts: { reason: 'size' } }),
    );
  });
});
