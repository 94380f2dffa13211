import { randomBytes } from 'node:crypto';
import { readKeyFile } from './key-file.reader.js';

/** Key of the opaque references for citizens and sessions. Replicas share one; a process alone makes its own. */
export class ReferenceKey {
  readonly bytes: Buffer;

  constructor(file: string | undefined) {
    this.bytes = file === undefined ? randomBytes(32) : readKeyFile(file, 'GATEWAY_REFERENCE_KEY_FILE');
  }
}
