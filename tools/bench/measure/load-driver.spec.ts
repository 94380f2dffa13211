import { faultInAnswer } from './load-driver.js';

const OWN = ['"cprNumber":"6101019000"', '"amount":1000000001'];
const GOOD = '{"data":{"me":{"person":{"cprNumber":"6101019000"},"tax":{"amount":1000000001}}}}';

describe('an answer under load', () => {
  it('is right when it holds every value of its own citizen', () => {
    expect(faultInAnswer(200, GOOD, OWN)).toBeUndefined();
  });

  it('is wrong with the value of another citizen in one part of it', () => {
    expect(faultInAnswer(200, GOOD.replace('1000000001', '1000000002'), OWN)).toBe(
      'the answer is not this citizen’s: value 2 of 2 is missing',
    );
  });

  it('is wrong with errors, even if every value is there', () => {
    const errors = '"errors":[{"message":"m","extensions":{"code":"AUTHORITY_TIMEOUT"}}]';
    expect(faultInAnswer(200, `{${errors},${GOOD.slice(1)}`, OWN)).toBe('errors in the answer, AUTHORITY_TIMEOUT');
    expect(faultInAnswer(200, `${GOOD.slice(0, -1)},"errors":[]}`, OWN)).toBe('errors in the answer');
  });

  it('is wrong with any status but 200', () => {
    expect(faultInAnswer(503, '{"errors":[{"extensions":{"code":"TOO_BUSY"}}]}', OWN)).toBe('status 503, TOO_BUSY');
    expect(faultInAnswer(204, GOOD, OWN)).toBe('status 204');
  });
});
