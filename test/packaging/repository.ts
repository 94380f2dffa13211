import { readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** `file`: relative to the root of the checkout. */
export function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
