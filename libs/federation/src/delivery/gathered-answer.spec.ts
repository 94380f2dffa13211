import fc from 'fast-check';
import { splitAnswers } from '../../test/delivery/arbitrary-executions.js';
import type { DeliveredPart, DeliveredParts, IncrementalExecution, ResponseData } from '../ports/execution.js';
import { gatherAnswer } from './gathered-answer.js';

async function* inTurn(...parts: DeliveredPart[]): AsyncGenerator<DeliveredParts> {
  for (const [index, part] of parts.entries())
    yield await Promise.resolve({ parts: [part], hasNext: index < parts.length - 1 });
}

const inParts = (data: ResponseData, ...parts: DeliveredPart[]): IncrementalExecution => ({
  kind: 'incremental',
  data,
  errors: [{ code: 'AUTHORITY_TIMEOUT', path: ['first'] }],
  pending: parts.map(({ part }) => part),
  later: inTurn(...parts),
});
const partAt = (path: readonly (string | number)[], data: ResponseData | null): DeliveredPart => ({
  part: { id: path.join('.'), path },
  data,
  errors: data === null ? [{ code: 'VALUE_MISSING', path: [...path, 'name'] }] : [],
  pending: [],
});

describe('an answer in parts for a client that takes one piece', () => {
  it('is the whole answer', async () => {
    await fc.assert(
      fc.asyncProperty(splitAnswers, async ({ execution, whole }) => {
        expect((await gatherAnswer(execution)).data).toEqual(whole);
      }),
    );
  });

  it('joins what two fragments ask below one field', async () => {
    const { data } = await gatherAnswer(
      inParts(
        { me: { homes: [{ id: 1 }, { id: 2 }] } },
        partAt(['me'], { homes: [{ street: 'Algade' }, { street: 'Nygade' }] }),
        partAt(['me', 'homes', 1], { city: 'Aarhus' }),
      ),
    );
    expect(data).toEqual({
      me: {
        homes: [
          { id: 1, street: 'Algade' },
          { id: 2, street: 'Nygade', city: 'Aarhus' },
        ],
      },
    });
  });

  it('keeps a response key __proto__ a key', async () => {
    const hostile = JSON.parse('{"__proto__":{"isAdmin":true}}') as ResponseData;
    const { data } = await gatherAnswer(inParts({ me: {} }, partAt(['me'], hostile), partAt([], hostile)));
    expect(JSON.stringify(data)).toBe('{"me":{"__proto__":{"isAdmin":true}},"__proto__":{"isAdmin":true}}');
    expect(data).not.toHaveProperty('me.isAdmin');
  });

  it('has no data when a fragment has none, and all errors', async () => {
    expect(await gatherAnswer(inParts({ me: {} }, partAt(['me'], null), partAt([], { more: 1 })))).toEqual({
      kind: 'complete',
      data: null,
      errors: [
        { code: 'AUTHORITY_TIMEOUT', path: ['first'] },
        { code: 'VALUE_MISSING', path: ['me', 'name'] },
      ],
    });
  });

  it('leaves the execution as it was', async () => {
    const execution = inParts({ me: { id: 1 } }, partAt(['me'], { name: 'Åse' }));
    await gatherAnswer(execution);
    expect(execution.data).toEqual({ me: { id: 1 } });
  });
});
