import { IsIn, IsInt, IsISO8601, IsOptional, Max, Min } from 'class-validator';
import { FAULT_KINDS, type FaultKind } from '../faults/fault-kind.js';
import { SOURCES, type Source } from '../source.js';

/** Address of a fault. */
export class SourceInput {
  @IsIn(SOURCES)
  source!: Source;
}

/** A fault to set. */
export class FaultInput {
  @IsIn(FAULT_KINDS)
  kind!: FaultKind;

  /** Part of the requests that meet it, in percent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  share?: number;

  /** Requests that meet it before the source is well again. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  times?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(600_000)
  latencyMs?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(60_000)
  intervalMs?: number;

  @IsOptional()
  @IsInt()
  @Min(1_000)
  @Max(1_000_000_000)
  bytes?: number;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(60_000)
  waitMs?: number;

  /** ISO 8601 instant with offset. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  opensAt?: string;
}
