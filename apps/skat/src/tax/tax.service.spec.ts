import { ExposureError } from '@app/errors';
import type { SubjectAccess } from '@app/subgraph';
import { anAccess, somebodyElse } from '../../test/an-access.js';
import type { TaxAssessments } from './tax-assessment.js';
import { TaxSource } from './tax-source.js';
import { TaxService } from './tax.service.js';

class RecordingSource extends TaxSource {
  readonly asked: SubjectAccess[] = [];

  constructor(private readonly answer: () => Promise<TaxAssessments>) {
    super();
  }

  findFor(access: SubjectAccess): Promise<TaxAssessments> {
    this.asked.push(access);
    return this.answer();
  }
}

const none = async (): Promise<TaxAssessments> => ({ preliminary: null, annual: [] });

describe('tax of a citizen', () => {
  it('takes both kinds of assessments from one call', async () => {
    const source = new RecordingSource(none);
    const service = new TaxService(source);
    const access = anAccess();

    const [preliminary, annual] = await Promise.all([service.findPreliminary(access), service.findAnnual(access)]);

    expect([preliminary, annual]).toEqual([null, []]);
    expect(source.asked).toEqual([access]);
  });

  it('asks anew for every request, also of the same citizen', async () => {
    const source = new RecordingSource(none);
    const service = new TaxService(source);
    const requests = [anAccess(), anAccess(), anAccess(somebodyElse)];

    for (const access of requests) await service.findAnnual(access);

    expect(source.asked).toEqual(requests);
    expect(source.asked.every((access, index) => access === requests[index])).toBe(true);
  });

  it('fails both kinds when the call fails', async () => {
    const service = new TaxService(
      new RecordingSource(() =>
        Promise.reject(new ExposureError('SOURCE_UNAVAILABLE', { source: 'skat-opgoerelser' })),
      ),
    );
    const access = anAccess();

    const results = await Promise.allSettled([service.findPreliminary(access), service.findAnnual(access)]);

    expect(results).toMatchObject([
      { reason: { code: 'SOURCE_UNAVAILABLE' } },
      { reason: { code: 'SOURCE_UNAVAILABLE' } },
    ]);
  });
});
