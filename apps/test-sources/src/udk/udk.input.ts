import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsOptional, Matches } from 'class-validator';

/** Body of every list of Udbetaling Danmark. */
export class UdkListInput {
  /** Ten digits, the person logged in. */
  @Matches(/^\d{10}$/)
  'CPR-nr'!: string;

  /** Municipality of residence, four digits. */
  @IsOptional()
  @Matches(/^\d{4}$/)
  kommunenr?: string;

  /** Codes of the authorities with a data-processing agreement. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @Matches(/^\d{8}$/, { each: true })
  myndighedsliste!: string[];
}
