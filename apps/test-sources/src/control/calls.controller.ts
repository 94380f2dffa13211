import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CallCounter, type CallCount } from '../calls/call-counter.js';
import type { Source } from '../source.js';

@Controller('calls')
export class CallsController {
  constructor(private readonly calls: CallCounter) {}

  @Get()
  list(): Readonly<Record<Source, CallCount>> {
    return this.calls.list();
  }

  @Post('reset')
  @HttpCode(204)
  reset(): void {
    this.calls.reset();
  }
}
