import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The document whose answers were recorded. The bench's own: the page may ask for more than authorities say. */
export interface OverviewDocument {
  readonly text: string;
  /** SHA-256 of the text, hex. */
  readonly id: string;
}

export function readOverviewDocument(root: string): OverviewDocument {
  const text = readFileSync(path.join(root, 'tools/bench/recording/overview.graphql'), 'utf8');
  return { text, id: createHash('sha256').update(text).digest('hex') };
}
