/**
 * Makes the keys that the gateway shares with each authority, where there are none yet:
 * `node docker/make-keys.mjs /keys cpr skat` writes /keys/gateway/cpr.key and the same into /keys/cpr/cpr.key, and so on.
 * Each authority gets its own key and no other.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const OWNER_ONLY = { mode: 0o400, flag: 'wx' };
const KEY_BYTES = 32;

const [folder, ...authorities] = process.argv.slice(2);
if (folder === undefined || authorities.length === 0) {
  process.stderr.write('usage: node docker/make-keys.mjs <folder> <authority>…\n');
  process.exit(2);
}

for (const authority of authorities) {
  const files = ['gateway', authority].map((owner) => path.join(folder, owner, `${authority}.key`));
  const known = files.find((file) => existsSync(file));
  const key = known === undefined ? randomBytes(KEY_BYTES).toString('base64') : readFileSync(known, 'utf8');
  for (const file of files) {
    if (existsSync(file)) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, key, OWNER_ONLY);
  }
}
