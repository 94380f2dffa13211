import { Context, ResolveField, ResolveReference, Resolver } from '@nestjs/graphql';
import { requireSubject, type SubjectAccess } from '@app/subgraph';
import type { Person } from './person.js';
import { PersonService } from './person.service.js';

@Resolver('Citizen')
export class CitizenPersonResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveReference()
  citizen(
    key: { readonly id: string },
    { access }: { readonly access: SubjectAccess },
  ): { __typename: 'Citizen'; id: string } {
    return requireSubject(key, access);
  }

  @ResolveField('person')
  async person(@Context('access') access: SubjectAccess): Promise<Person | null> {
    return (await this.persons.findPerson(access)) ?? null;
  }
}
