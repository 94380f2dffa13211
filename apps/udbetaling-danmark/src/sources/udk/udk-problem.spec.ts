import type { ErrorCode } from '@app/errors';
import { codeOf, kindOf } from './udk-problem.js';

describe('problems of the source', () => {
  const rows: readonly [type: string, expected: ErrorCode][] = [
    ['Agreement-error', 'SOURCE_UNAVAILABLE'],
    ['Data-source-error', 'SOURCE_UNAVAILABLE'],
    ['Data-source-timeout-error', 'SOURCE_UNAVAILABLE'],
    ['Data-source-internal-error', 'SOURCE_UNAVAILABLE'],
    ['Data-source-security-error', 'SOURCE_UNAVAILABLE'],
    ['Data-source-format-error', 'SOURCE_REPLY_INVALID'],
    ['Input-param-error', 'INTERNAL'],
    ['Circuit-breaker-error', 'SOURCE_UNAVAILABLE'],
    ['Data-validation-error', 'SOURCE_REPLY_INVALID'],
    ['about:blank', 'SOURCE_UNAVAILABLE'],
    ['constructor', 'SOURCE_UNAVAILABLE'],
  ];

  it.each(rows)('%s means %s', (type, expected) => {
    expect(codeOf({ type })).toBe(expected);
  });

  it('knows a kind by its address too', () => {
    expect(codeOf({ type: 'https://orkestreringskomponenten.dk/fejl/Data-validation-error' })).toBe(
      'SOURCE_REPLY_INVALID',
    );
    expect(codeOf({ type: 'urn:fejl:Data-source-format-error' })).toBe('SOURCE_REPLY_INVALID');
  });

  it('is closed when the source says when it opens', () => {
    expect(codeOf({ type: 'Data-source-error', opensAt: '2026-06-15T16:00:00Z' })).toBe('SOURCE_CLOSED');
  });

  it('is unavailable for anything that is no problem document', () => {
    expect(codeOf(undefined)).toBe('SOURCE_UNAVAILABLE');
  });

  it('names the kind, and never repeats a text of the source', () => {
    expect(kindOf({ type: 'Data-source-timeout-error' })).toBe('data-source-timeout-error');
    expect(kindOf({ type: 'Fejl for 0101011234' })).toBe('unknown');
    expect(kindOf(undefined)).toBe('unknown');
  });
});
