import path from 'node:path';
import { ContractError, composeSupergraph, formatFinding } from '@app/contracts';
import { differenceFrom, writeFile } from './generated-files.js';
import { supergraphFile } from './supergraph-file.js';

export interface Outcome {
  readonly exitCode: 0 | 1;
  /** For the terminal. */
  readonly lines: readonly string[];
}

/** Composes the contracts below `root`. A refusal leaves the old supergraph in place. */
export async function compose(root: string, mode: 'write' | 'check'): Promise<Outcome> {
  try {
    const { supergraphSdl, warnings } = await composeSupergraph(path.join(root, 'contracts'));
    const generated = supergraphFile(supergraphSdl);
    const difference = mode === 'check' ? differenceFrom(root, generated) : writeFile(root, generated);
    const result = difference === undefined ? `${generated.file} is current.` : `${generated.file}: ${difference.kind}`;
    return {
      exitCode: mode === 'check' && difference !== undefined ? 1 : 0,
      lines: [...warnings.map(formatFinding), result],
    };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const { findings } = error;
    const refusal = `\nRefused: ${findings.length} fault(s). contracts/supergraph.graphql is left as it was.`;
    return { exitCode: 1, lines: [...findings.map(formatFinding), refusal] };
  }
}
