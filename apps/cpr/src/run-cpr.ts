import 'reflect-metadata';
import type { Environment } from '@app/config';
import { runSubgraph, type BrokenOnPurpose } from '@app/subgraph';
import { readConfig } from './cpr.config.js';
import { AUTHORITY, CprModule } from './cpr.module.js';

/** Runs the app until it is told to stop. `brokenOnPurpose`: for tests of the tests only. */
export function runCpr(environment: Environment, brokenOnPurpose?: BrokenOnPurpose): Promise<void> {
  const config = () => readConfig(environment);
  return runSubgraph({
    name: AUTHORITY,
    config,
    module: CprModule.forRoot,
    rehearsal: CprModule.rehearsal,
    brokenOnPurpose,
  });
}
