import { frozenClock } from '@app/domain';
import { Today } from '@app/subgraph';
import { anAccess } from '../../test/an-access.js';
import type { RegisteredClaim } from './claim.js';
import { ClaimSource } from './claim-source.js';
import { ClaimService } from './claim.service.js';

class OneClaim extends ClaimSource {
  async findFor(): Promise<readonly RegisteredClaim[]> {
    return [
      {
        claimId: 'UDK-1',
        typeCode: 'CVRYKOP',
        description: 'Rykkergebyr, børnetilskud',
        creditor: 'Udbetaling Danmark',
        originalAmountOere: 25_000,
        remainingOere: 25_000,
        payBy: '2026-06-16',
        isSentToCollection: false,
        isOffset: false,
      },
    ];
  }
}

const statusAt = async (instant: string) => {
  const service = new ClaimService(new OneClaim(), new Today(frozenClock(instant)));
  return (await service.findOverview(anAccess())).balance.status;
};

describe('claims of a citizen', () => {
  it('take their status from the day in Denmark, not in Greenwich', async () => {
    await expect(statusAt('2026-06-15T21:59:59Z')).resolves.toBe('UPCOMING');
    await expect(statusAt('2026-06-15T22:00:00Z')).resolves.toBe('OVERDUE');
  });
});
