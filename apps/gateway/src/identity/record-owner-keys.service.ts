import path from 'node:path';
import type { AuthorityName } from '@app/domain';
import { readKeyFile } from './key-file.reader.js';

/** The keys shared with each authority, with which both sides hash whose record was read. */
export class RecordOwnerKeys {
  private readonly keys: ReadonlyMap<AuthorityName, Buffer>;

  constructor(folder: string, authorities: readonly AuthorityName[]) {
    this.keys = new Map(
      authorities.map((name) => [name, readKeyFile(path.join(folder, `${name}.key`), 'GATEWAY_RECORD_OWNER_KEYS_DIR')]),
    );
  }

  keyOf(authority: AuthorityName): Buffer {
    const key = this.keys.get(authority);
    if (key === undefined) throw new TypeError(`no key is shared with ${authority}`);
    return key;
  }
}
