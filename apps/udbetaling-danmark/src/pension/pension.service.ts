import { Injectable } from '@nestjs/common';
import { birthDateOf, parseCalendarDate } from '@app/domain';
import { ExposureError } from '@app/errors';
import { type SubjectAccess, Today } from '@app/subgraph';
import { GrantSource } from '../benefit/grant-source.js';
import { statePensionOutlookOn, type StatePensionOutlook } from './state-pension-outlook.js';

@Injectable()
export class PensionService {
  constructor(
    private readonly grants: GrantSource,
    private readonly today: Today,
  ) {}

  /**
   * Null: folkepension is granted. Errors: as {@link GrantSource}.
   * Note: the day of birth is that of the number, Udbetaling Danmark does not tell another.
   */
  async findOutlookFor(access: SubjectAccess): Promise<StatePensionOutlook | null> {
    const grants = await this.grants.findFor(access);
    const bornOn = parseCalendarDate(birthDateOf(access.cprNumber));
    if (bornOn === undefined) throw new ExposureError('INTERNAL', { reason: 'a person number without date of birth' });
    return statePensionOutlookOn(this.today.date(), bornOn, grants);
  }
}
