import { Resolver, ResolveReference } from '@nestjs/graphql';
import { requireSubject, type SubgraphContext } from '@app/subgraph';

@Resolver('Citizen')
export class CitizenResolver {
  @ResolveReference()
  citizen(key: { id: string }, { access }: SubgraphContext): { __typename: 'Citizen'; id: string } {
    return requireSubject(key, access);
  }
}
