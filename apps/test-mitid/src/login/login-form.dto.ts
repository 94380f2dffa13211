import { IsIn, IsOptional, Matches } from 'class-validator';
import { NSIS_LEVELS, type NsisLevel } from '@app/identity';

/** What the login form sends. */
export class LoginForm {
  @IsOptional()
  @IsIn(['log-in', 'cancel'])
  action?: 'log-in' | 'cancel';

  @IsIn(NSIS_LEVELS)
  level!: NsisLevel;

  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  person!: string;

  /** Number of a synthetic citizen; empty for everyone else. */
  @IsOptional()
  @Matches(/^(0|[1-9]\d{0,8})?$/)
  index?: string;
}
