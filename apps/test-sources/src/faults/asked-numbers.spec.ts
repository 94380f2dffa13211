import { askedNumbersIn } from './asked-numbers.js';

describe('the persons that a request asks for', () => {
  it.each([
    [{ personnummer: '6101701234' }, ['6101701234']],
    [{ 'CPR-nr': '6101701234', myndighedsliste: ['33236252'] }, ['6101701234']],
    [{ query: '{ x }', variables: { cpr: ['6101701234', '6202711234'] } }, ['6101701234', '6202711234']],
    [{ a: null, b: 6101701234, c: 'no' }, []],
    [undefined, []],
  ])('are found in %j', (body, numbers) => {
    expect(askedNumbersIn(body)).toEqual(numbers);
  });
});
