import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TemporaryFolder extends Disposable {
  readonly path: string;
}

/** A folder of a test, gone when the test ends. Keys are paths within it. */
export function temporaryFolder(files: Readonly<Record<string, string>>): TemporaryFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tools-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
