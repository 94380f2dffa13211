import type { SubjectAccess, Today } from '@app/subgraph';
import { custodyInForce } from './custody.js';
import { personOf, type Person } from './person.js';
import type { PersonSource } from './person.source.js';

/** Shows citizens what CPR has on them and on the children under their custody; on nobody else. */
export class PersonService {
  constructor(
    private readonly source: PersonSource,
    private readonly today: Today,
  ) {}

  async findPerson(access: SubjectAccess): Promise<Person | undefined> {
    const today = this.today.date();
    const record = await this.source.findPerson(access);
    if (record === undefined) return undefined;
    const underCustody = [...custodyInForce(record.custody, today).keys()];
    const children = underCustody.length === 0 ? [] : await this.source.findChildren(underCustody, access);
    return personOf(record, children, today);
  }
}
