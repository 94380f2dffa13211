import { LoadLimit } from './load-limit.js';

const busy = expect.objectContaining({ code: 'TOO_BUSY' });

describe('the load limit', () => {
  it('lets in as many as it should, and refuses one more at once', () => {
    const limit = new LoadLimit(2);
    const places = [limit.enter(), limit.enter()];
    expect(limit.inFlight).toBe(2);
    expect(() => limit.enter()).toThrow(busy);
    expect(limit.inFlight).toBe(2);
    places[0]![Symbol.dispose]();
    expect(limit.inFlight).toBe(1);
    limit.enter();
    expect(() => limit.enter()).toThrow(busy);
  });

  it('has the place back when a request ends, however it ends', () => {
    const limit = new LoadLimit(1);
    const fail = () => {
      using _place = limit.enter();
      throw new Error('a request failed');
    };
    for (let request = 0; request < 3; request += 1) expect(fail).toThrow('a request failed');
    expect(limit.inFlight).toBe(0);
  });

  it('gives back a place once, even when it is left twice', () => {
    const limit = new LoadLimit(1);
    const place = limit.enter();
    place[Symbol.dispose]();
    place[Symbol.dispose]();
    expect(limit.inFlight).toBe(0);
  });
});
