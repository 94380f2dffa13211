import { IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

/** Body of a GraphQL request. */
export class PersonQueryInput {
  @IsString()
  @MaxLength(10_000)
  query!: string;

  @IsOptional()
  @IsObject()
  variables?: Record<string, unknown>;

  @IsOptional()
  @IsString()
  operationName?: string;
}
