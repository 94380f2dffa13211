import { Module, type DynamicModule } from '@nestjs/common';
import { PLAYGROUND_OPTIONS, type PlaygroundOptions } from './playground-options.js';
import { PlaygroundController } from './playground.controller.js';

/** The playground for integrators, at `/playground`. Import it only where the sandbox is on, so never in production. */
@Module({})
export class PlaygroundModule {
  static register(options: PlaygroundOptions): DynamicModule {
    return {
      module: PlaygroundModule,
      controllers: [PlaygroundController],
      providers: [{ provide: PLAYGROUND_OPTIONS, useValue: options }],
    };
  }
}
