import { Resolver, ResolveReference } from '@nestjs/graphql';
import { requireSubject, type SubjectAccess } from '@app/subgraph';

@Resolver('Citizen')
export class CitizenResolver {
  @ResolveReference()
  citizen(key: { id: string }, { access }: { access: SubjectAccess }): { __typename: 'Citizen'; id: string } {
    return requireSubject(key, access);
  }
}
