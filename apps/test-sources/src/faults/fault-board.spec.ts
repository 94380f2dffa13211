import fc from 'fast-check';
import { FaultBoard } from './fault-board.js';
import { FAULT_DEFAULTS, type Fault } from './fault-kind.js';

const fault = (changes: Partial<Fault> = {}): Fault => ({ ...FAULT_DEFAULTS, kind: 'hang', ...changes });
const hits = (board: FaultBoard, requests: number) =>
  Array.from({ length: requests }, () => board.take('skat')).filter((met) => met !== undefined).length;

describe('the board of faults', () => {
  it('gives every request of the source the fault, and none of another source', () => {
    const board = new FaultBoard();
    board.set('skat', fault());
    expect(hits(board, 3)).toBe(3);
    expect(board.take('cpr')).toBeUndefined();
  });

  it('lets the source be well again after so many times, and when the fault is taken off', () => {
    const board = new FaultBoard();
    board.set('skat', fault({ times: 2 }));
    expect(hits(board, 5)).toBe(2);
    expect(board.list().skat).toBeNull();
    board.set('skat', fault());
    expect(board.clear('skat')).toBe(true);
    expect(board.clear('skat')).toBe(false);
    expect(hits(board, 5)).toBe(0);
  });

  it('spreads a share evenly, whatever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 500 }), (sharePercent, requests) => {
        const board = new FaultBoard();
        board.set('skat', fault({ sharePercent }));
        expect(hits(board, requests)).toBe(Math.floor((requests * sharePercent) / 100));
      }),
    );
  });

  it('counts who met it and starts over with the next fault', () => {
    const board = new FaultBoard();
    board.set('skat', fault({ sharePercent: 50 }));
    hits(board, 10);
    expect(board.list().skat).toMatchObject({ kind: 'hang', met: 5 });
    board.set('skat', fault({ kind: 'reset' }));
    expect(board.list()).toEqual({
      cpr: null,
      'udbetaling-danmark': null,
      skat: { ...fault({ kind: 'reset' }), met: 0 },
    });
  });
});
