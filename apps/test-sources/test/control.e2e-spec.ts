import { findTestPerson } from '@app/testing';
import { FAULT_KINDS } from '../src/faults/fault-kind.js';
import { RunningSources } from './running-sources.js';

const PARENT = findTestPerson('parent')!.cprNumber;

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly faults?: readonly { readonly field: string; readonly rules: readonly string[] }[];
}

let sources: RunningSources;
beforeAll(async () => {
  sources = await RunningSources.start();
});
afterAll(() => sources.stop());

const refusal = async (method: string, path: string, body?: unknown): Promise<Problem> => {
  const response = await sources.control(method, path, body);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
};

describe('the control endpoint', () => {
  it('lists the faults there are and the state of each source', async () => {
    await sources.fault('cpr', { kind: 'latency', latencyMs: 5, share: 50, times: 3 });
    const { sources: states, kinds } = (await (await sources.control('GET', '/faults')).json()) as {
      sources: object;
      kinds: object;
    };
    expect(states).toEqual({
      cpr: {
        kind: 'latency',
        sharePercent: 50,
        times: 3,
        latencyMs: 5,
        intervalMs: 1_000,
        bytes: 30_000_000,
        waitMs: 300,
        met: 0,
      },
      'udbetaling-danmark': null,
      skat: null,
    });
    expect(Object.keys(kinds)).toEqual(FAULT_KINDS);
    await sources.control('DELETE', '/faults/cpr');
  });

  it.each([
    ['an unknown source', '/faults/politi', { kind: 'hang' }, [{ field: 'source', rules: ['isIn'] }]],
    ['an unknown kind', '/faults/skat', { kind: 'sulk' }, [{ field: 'kind', rules: ['isIn'] }]],
    ['no kind', '/faults/skat', {}, [{ field: 'kind', rules: ['isIn'] }]],
    [
      'an unknown field, whose name may be data',
      '/faults/skat',
      { kind: 'hang', [PARENT]: 1 },
      [{ field: 'unknown', rules: ['whitelistValidation'] }],
    ],
    ['a share of 0', '/faults/skat', { kind: 'hang', share: 0 }, [{ field: 'share', rules: ['min'] }]],
    [
      'a number as text',
      '/faults/skat',
      { kind: 'latency', latencyMs: '5' },
      [{ field: 'latencyMs', rules: ['max', 'min', 'isInt'] }],
    ],
    [
      'an option of another fault',
      '/faults/skat',
      { kind: 'hang', latencyMs: 5 },
      [{ field: 'latencyMs', rules: ['notForThisKind'] }],
    ],
    [
      'an instant that is none',
      '/faults/skat',
      { kind: 'closed-window', opensAt: '32.13.2026' },
      [{ field: 'opensAt', rules: ['isIso8601'] }],
    ],
  ])('refuses %s and repeats nothing', async (_what, path, body, faults) => {
    const problem = await refusal('PUT', path, body);
    expect(problem).toMatchObject({ status: 400, code: 'INPUT_INVALID', faults });
    expect(JSON.stringify(problem)).not.toMatch(/politi|sulk|32\.13|\d{10}/);
    expect((await (await sources.control('GET', '/faults')).json()) as object).toMatchObject({
      sources: { skat: null },
    });
  });

  it('refuses what is not JSON, too large, or at no address', async () => {
    expect(await refusal('PUT', '/faults/skat', `{"kind": "${PARENT}`)).toMatchObject({
      status: 400,
      code: 'BODY_INVALID',
    });
    expect(await refusal('PUT', '/faults/skat', JSON.stringify({ kind: 'x'.repeat(300_000) }))).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    });
    expect(await refusal('GET', `/faults/${PARENT}/x`)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('taking off what is not there is no mistake', async () => {
    expect((await sources.control('DELETE', '/faults/skat')).status).toBe(204);
    expect(await refusal('DELETE', '/faults/politi')).toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('the count of calls', () => {
  it('tells per source how many came and how many were there at a time', async () => {
    await sources.control('POST', '/calls/reset');
    await sources.fault('skat', { kind: 'hang', times: 3 });
    const callers = Array.from({ length: 3 }, () => new AbortController());
    const hanging = callers.map(({ signal }) => sources.ask(PARENT, 'skat', { signal }).catch(() => undefined));
    await sources.untilInFlight('skat', 3);
    await sources.ask(PARENT, 'udk');
    expect(await sources.calls()).toMatchObject({
      skat: { total: 3, inFlight: 3, maxInFlight: 3 },
      'udbetaling-danmark': { total: 1, maxInFlight: 1 },
      cpr: { total: 0 },
    });

    for (const caller of callers) caller.abort();
    await Promise.all(hanging);
    await sources.untilInFlight('skat', 0);
    expect(await sources.calls()).toMatchObject({ skat: { total: 3, inFlight: 0, maxInFlight: 3 } });

    await sources.control('POST', '/calls/reset');
    expect(await sources.calls()).toMatchObject({ skat: { total: 0, inFlight: 0, maxInFlight: 0 } });
  });

  it('counts no address that belongs to no source', async () => {
    await sources.control('POST', '/calls/reset');
    expect((await sources.ask(PARENT, 'skattekiste')).status).toBe(404);
    expect(await sources.calls()).toMatchObject({ skat: { total: 0 } });
  });

  it('is on loopback only', async () => {
    // The other interfaces of this machine, if it has any.
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal);
    if (outside === undefined) return;
    const controlPort = Number(new URL((await sources.control('GET', '/calls')).url).port);
    await expect(fetch(`http://${outside.address}:${controlPort}/calls`)).rejects.toThrow();
  });
});
