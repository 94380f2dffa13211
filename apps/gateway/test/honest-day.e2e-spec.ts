import { AASE, SECTIONS, markOf } from './support/records.js';
import { RunningOverview, sectionOf, statesOf } from './support/running-overview.js';

let running: RunningOverview;

beforeAll(async () => {
  running = await RunningOverview.start();
});

afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
});

describe('an overview on a day without trouble', () => {
  it('has every section of every authority', async () => {
    const answer = await running.overview();
    expect(answer.status).toBe(200);
    expect(statesOf(answer)).toEqual({ cpr: 'FETCHED', skat: 'FETCHED', 'udbetaling-danmark': 'FETCHED' });
    for (const section of Object.values(SECTIONS).flat()) expect(sectionOf(answer, section)).toBeTruthy();
    expect(answer.body.errors).toBeUndefined();
    expect(answer.text).toContain(markOf(AASE));
    await running.expectUnharmed(answer);
  });
});
