/**
 * The subgraph of `MUTANT_APP` with one safety property broken on purpose, named by `MUTANT`. Tests run it to prove that
 * they would see it.
 */
import type { BrokenOnPurpose } from '@app/subgraph';
import { runCpr } from '../../apps/cpr/src/run-cpr.js';
import { runSkat } from '../../apps/skat/src/run-skat.js';
import { runUdbetalingDanmark } from '../../apps/udbetaling-danmark/src/run-udbetaling-danmark.js';

const MUTANTS: readonly BrokenOnPurpose[] = ['foreign-records-pass', 'owner-from-token'];
const APPS: Readonly<Record<string, typeof runSkat>> = {
  cpr: runCpr,
  skat: runSkat,
  'udbetaling-danmark': runUdbetalingDanmark,
};

const { MUTANT, MUTANT_APP, ...environment } = process.env;
const mutant = MUTANTS.find((name) => name === MUTANT);
const run = APPS[MUTANT_APP ?? ''];
if (mutant === undefined) throw new Error(`MUTANT must be one of ${MUTANTS.join(', ')}`);
if (run === undefined) throw new Error(`MUTANT_APP must be one of ${Object.keys(APPS).join(', ')}`);
await run(environment, mutant);
