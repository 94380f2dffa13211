import 'reflect-metadata';
import type { Environment } from '@app/config';
import { runSubgraph, type BrokenOnPurpose } from '@app/subgraph';
import { readConfig } from './skat.config.js';
import { AUTHORITY, SkatModule } from './skat.module.js';

/** Runs the app until it is told to stop. `brokenOnPurpose`: for tests of the tests only. */
export function runSkat(environment: Environment, brokenOnPurpose?: BrokenOnPurpose): Promise<void> {
  const config = () => readConfig(environment);
  return runSubgraph({
    name: AUTHORITY,
    config,
    module: SkatModule.forRoot,
    rehearsal: SkatModule.rehearsal,
    brokenOnPurpose,
  });
}
