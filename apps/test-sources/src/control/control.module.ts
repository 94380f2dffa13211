import { Module, type DynamicModule } from '@nestjs/common';
import { CallCounter } from '../calls/call-counter.js';
import { FaultBoard } from '../faults/fault-board.js';
import { CallsController } from './calls.controller.js';
import { ControlLogger } from './control-logger.js';
import { FaultsController } from './faults.controller.js';

/** The control endpoint shares its board and counter with the sources, which run as an app of their own. */
@Module({ controllers: [FaultsController, CallsController] })
export class ControlModule {
  static over(board: FaultBoard, calls: CallCounter, logger: ControlLogger): DynamicModule {
    return {
      module: ControlModule,
      providers: [
        { provide: FaultBoard, useValue: board },
        { provide: CallCounter, useValue: calls },
        { provide: ControlLogger, useValue: logger },
      ],
    };
  }
}
