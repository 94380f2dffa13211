/**
 * Writes contracts/supergraph.graphql from the contracts; with `--check`, says whether it would change.
 * A refusal prints every finding, exits 1 and leaves the old supergraph in place.
 */
import { compose } from './generated/compose-command.js';

const { exitCode, lines } = await compose('.', process.argv.includes('--check') ? 'check' : 'write');
console.log(lines.join('\n'));
process.exitCode = exitCode;
