/**
 * Exactly one installed copy of each federation package, all at one version, and one copy of graphql beside them.
 * Mixed patch versions make nearly every plan crash (gateways.md §2.2), and two copies of graphql refuse each other's types.
 */
import { copiesOf, singleCopyFaults } from './packages/single-copy.js';

const faults = singleCopyFaults(copiesOf('.'));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('One copy of each federation package, all at one version.');
