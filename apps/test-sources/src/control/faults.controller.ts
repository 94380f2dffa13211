import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import type { Logger } from '@app/telemetry';
import { FaultBoard } from '../faults/fault-board.js';
import { FAULT_DEFAULTS, FAULTS, optionsOf, type Fault, type FaultOption } from '../faults/fault-kind.js';
import { Problem } from '../problem.js';
import { checkedInput } from './checked-input.pipe.js';
import { ControlLogger } from './control-logger.js';
import { FaultInput, SourceInput } from './fault.input.js';

const OPTIONS: readonly FaultOption[] = ['latencyMs', 'intervalMs', 'bytes', 'waitMs', 'opensAt'];

@Controller('faults')
export class FaultsController {
  private readonly logger: Logger;

  constructor(
    private readonly board: FaultBoard,
    logger: ControlLogger,
  ) {
    this.logger = logger.logger;
  }

  /** What each source does wrong now, and what it could do. */
  @Get()
  list() {
    return { sources: this.board.list(), kinds: FAULTS };
  }

  @Put(':source')
  set(@Param(checkedInput) { source }: SourceInput, @Body(checkedInput) input: FaultInput): Fault {
    const fault = faultOf(input);
    this.board.set(source, fault);
    this.logger.info({ source, kind: fault.kind }, 'fault set');
    return fault;
  }

  @Delete(':source')
  @HttpCode(204)
  clear(@Param(checkedInput) { source }: SourceInput): void {
    if (this.board.clear(source)) this.logger.info({ source }, 'fault taken off');
  }
}

/** An option of another fault is a mistake of the caller, who would wait for an effect in vain. */
function faultOf(input: FaultInput): Fault {
  const strangers = OPTIONS.filter((option) => input[option] !== undefined && !optionsOf(input.kind).includes(option));
  if (strangers.length > 0)
    throw new Problem(
      'INPUT_INVALID',
      strangers.map((field) => ({ field, rules: ['notForThisKind'] })),
    );
  const { kind, share, times, latencyMs, intervalMs, bytes, waitMs, opensAt } = input;
  return {
    kind,
    sharePercent: share ?? FAULT_DEFAULTS.sharePercent,
    latencyMs: latencyMs ?? FAULT_DEFAULTS.latencyMs,
    intervalMs: intervalMs ?? FAULT_DEFAULTS.intervalMs,
    bytes: bytes ?? FAULT_DEFAULTS.bytes,
    waitMs: waitMs ?? FAULT_DEFAULTS.waitMs,
    ...(times === undefined ? {} : { times }),
    ...(opensAt === undefined ? {} : { opensAt: new Date(opensAt).toISOString() }),
  };
}
