import 'reflect-metadata';
import type { Environment } from '@app/config';
import { runSubgraph, type BrokenOnPurpose } from '@app/subgraph';
import { readConfig } from './udbetaling-danmark.config.js';
import { AUTHORITY, UdbetalingDanmarkModule } from './udbetaling-danmark.module.js';

/** Runs the app until it is told to stop. `brokenOnPurpose`: for tests of the tests only. */
export function runUdbetalingDanmark(environment: Environment, brokenOnPurpose?: BrokenOnPurpose): Promise<void> {
  const config = () => readConfig(environment);
  return runSubgraph({
    name: AUTHORITY,
    config,
    module: UdbetalingDanmarkModule.forRoot,
    rehearsal: UdbetalingDanmarkModule.rehearsal,
    brokenOnPurpose,
  });
}
