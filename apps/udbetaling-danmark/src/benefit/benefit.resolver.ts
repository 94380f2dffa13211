import { ResolveField, Resolver } from '@nestjs/graphql';
import type { Benefit } from './benefit.js';

@Resolver('Benefit')
export class BenefitResolver {
  @ResolveField('__resolveType')
  typeOf({ type }: Benefit): Benefit['type'] {
    return type;
  }
}
