import { MARK, type GeneratedFile } from './generated-files.js';

export function supergraphFile(supergraphSdl: string): GeneratedFile {
  return { file: 'contracts/supergraph.graphql', text: `# ${MARK}\n${supergraphSdl}` };
}
