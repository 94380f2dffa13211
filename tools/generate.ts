/**
 * Writes every generated file; with `--check`, compares them with the disk instead and exits 1 on changed, missing and
 * superfluous ones. Also fails on what a generator cannot make sense of: see the faults it prints.
 */
import { readFileSync } from 'node:fs';
import { ContractError, composeSupergraph, formatFinding } from '@app/contracts';
import { format, resolveConfig } from 'prettier';
import { appEnvironments } from './generated/app-environments.js';
import { configurationReference, environmentExample, undescribed } from './generated/configuration-reference.js';
import { errorReference } from './generated/error-reference.js';
import { differencesFrom, writeDifferences, type GeneratedFile } from './generated/generated-files.js';
import { glossaryFaults } from './generated/glossary.js';
import { operationsManifest } from './generated/operations-manifest.js';
import { supergraphFile } from './generated/supergraph-file.js';

async function generate(): Promise<{ files: GeneratedFile[]; faults: string[] }> {
  const { supergraphSdl, apiSchema, warnings } = await composeSupergraph('contracts');
  for (const warning of warnings) console.warn(formatFinding(warning));
  const apps = await appEnvironments();
  const manifest = operationsManifest('contracts', apiSchema);
  const readable = [errorReference(), configurationReference(apps), manifest.generated];
  return {
    files: [
      supergraphFile(supergraphSdl),
      environmentExample(apps),
      ...(await Promise.all(readable.map(async ({ file, text }) => ({ file, text: await formatted(file, text) })))),
    ],
    faults: [
      ...undescribed(apps),
      ...manifest.faults,
      ...glossaryFaults(readFileSync('docs/glossary.md', 'utf8'), 'contracts').map(
        (fault) => `docs/glossary.md: ${fault}`,
      ),
    ],
  };
}

async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

try {
  const isCheck = process.argv.includes('--check');
  const { files, faults } = await generate();
  const differences = isCheck ? differencesFrom('.', files) : writeDifferences('.', files);
  for (const { file, kind } of differences) console.log(`${file}: ${kind}`);
  for (const fault of faults) console.error(fault);
  if (isCheck && differences.length > 0) console.error('Run `npm run generate` and commit the result.');
  if (faults.length > 0 || (isCheck && differences.length > 0)) process.exitCode = 1;
  else console.log(`${files.length} generated files are current.`);
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(error.findings.map(formatFinding).join('\n'));
  process.exitCode = 1;
}
