import fc from 'fast-check';
import { parseCprNumber, type CprNumber } from '@app/domain';
import { citizenReference, recordOwnerOf, sessionReference } from './references.js';

const key = Buffer.alloc(32, 7);
const otherKey = Buffer.alloc(32, 8);
const cpr = parseCprNumber('6110851234') as CprNumber;

describe('recordOwnerOf', () => {
  it('has the value that another implementation of HMAC gives', () => {
    // printf 'recordOwner\n6110851234' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…07 -binary | basenc --base64url
    expect(recordOwnerOf(key, cpr)).toBe('CPwdAvqk8kcj7_8VYhUuaOLFh1MsTCx7Rd3Zc9AqAlM');
  });

  it('differs by person and by key, and shows no digit run of the number', () => {
    const other = parseCprNumber('6206904321') as CprNumber;
    expect(new Set([recordOwnerOf(key, cpr), recordOwnerOf(key, other), recordOwnerOf(otherKey, cpr)]).size).toBe(3);
    expect(recordOwnerOf(key, cpr)).not.toContain(cpr);
  });

  it('refuses a key that is too short to be one', () => {
    expect(() => recordOwnerOf(Buffer.alloc(31), cpr)).toThrow(RangeError);
  });
});

describe('citizenReference', () => {
  it('is the same within a session and another one in every other session, and for every other subject', () => {
    const reference = citizenReference(key, 'session-1', 'subject-1');
    expect(citizenReference(key, 'session-1', 'subject-1')).toBe(reference);
    expect(citizenReference(key, 'session-2', 'subject-1')).not.toBe(reference);
    expect(citizenReference(key, 'session-1', 'subject-2')).not.toBe(reference);
  });

  it('holds 256 bits as base64url', () => {
    expect(citizenReference(key, 'a', 'b')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('never meets for two different pairs, however their texts are cut', () => {
    const pair = fc.tuple(fc.string(), fc.string());
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        fc.pre(a !== c || b !== d);
        return citizenReference(key, a, b) !== citizenReference(key, c, d);
      }),
    );
    expect(citizenReference(key, 'a', '\nb')).not.toBe(citizenReference(key, 'a\n', 'b'));
  });
});

it('gives a session reference that is not the citizen reference of the same session', () => {
  expect(sessionReference(key, 'session-1')).not.toBe(citizenReference(key, 'session-1', ''));
});
