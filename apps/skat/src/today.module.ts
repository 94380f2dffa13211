import { Module, type DynamicModule } from '@nestjs/common';
import type { Clock } from '@app/domain';
import { Today } from './today.js';

@Module({})
export class TodayModule {
  static forRoot(clock: Clock): DynamicModule {
    return {
      module: TodayModule,
      global: true,
      providers: [{ provide: Today, useFactory: () => new Today(clock) }],
      exports: [Today],
    };
  }
}
