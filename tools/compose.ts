/**
 * Writes contracts/supergraph.graphql from the contracts; with `--check`, says whether it would change.
 * A refusal prints every finding, exits 1 and leaves the old supergraph in place.
 */
import { ContractError, composeSupergraph, formatFinding } from '@app/contracts';
import { differenceFrom, writeFile } from './generated/generated-files.js';
import { supergraphFile } from './generated/supergraph-file.js';

try {
  const { supergraphSdl, warnings } = await composeSupergraph('contracts');
  for (const warning of warnings) console.warn(formatFinding(warning));
  const generated = supergraphFile(supergraphSdl);
  const isCheck = process.argv.includes('--check');
  const difference = isCheck ? differenceFrom('.', generated) : writeFile('.', generated);
  console.log(
    difference === undefined ? 'contracts/supergraph.graphql is current.' : `${difference.file}: ${difference.kind}`,
  );
  if (isCheck && difference !== undefined) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(error.findings.map(formatFinding).join('\n'));
  console.error(`\nRefused: ${error.findings.length} fault(s). contracts/supergraph.graphql is left as it was.`);
  process.exitCode = 1;
}
