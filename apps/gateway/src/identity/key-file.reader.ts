import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@app/config';

const KEY_BYTES = 32;

/** Reads a secret key: 32 random bytes in base64. Errors: `ConfigurationError` that names the variable, never the content. */
export function readKeyFile(file: string, variable: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  } catch {
    bytes = Buffer.alloc(0);
  }
  if (bytes.length !== KEY_BYTES)
    throw new ConfigurationError('gateway', [`${variable}: must lead to a readable file with 32 bytes in base64`]);
  return bytes;
}
