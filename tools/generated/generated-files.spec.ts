import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { differencesFrom, MARK, writeDifferences, writeFile, type GeneratedFile } from './generated-files.js';

const ERRORS: GeneratedFile = { file: 'docs/errors.md', text: `<!-- ${MARK} -->\n# Errors\n` };
const MANIFEST: GeneratedFile = { file: 'contracts/operations/manifest.json', text: '{}\n' };

it('finds missing files', () => {
  using folder = temporaryFolder({});

  expect(differencesFrom(folder.path, [ERRORS])).toEqual([{ file: 'docs/errors.md', kind: 'missing' }]);
});

it('finds changed files', () => {
  using folder = temporaryFolder({ 'docs/errors.md': `${ERRORS.text} by hand` });

  expect(differencesFrom(folder.path, [ERRORS])).toEqual([{ file: 'docs/errors.md', kind: 'changed' }]);
});

it('finds superfluous files by their mark, and JSON beside the operations', () => {
  using folder = temporaryFolder({
    'docs/old.md': ERRORS.text,
    'docs/by-hand.md': '# By hand',
    '.env.example': `# ${MARK}`,
    'contracts/operations/old.json': '{}',
  });

  expect(differencesFrom(folder.path, [])).toEqual([
    { file: '.env.example', kind: 'superfluous' },
    { file: 'docs/old.md', kind: 'superfluous' },
    { file: 'contracts/operations/old.json', kind: 'superfluous' },
  ]);
});

it('writes and removes, and then finds nothing', () => {
  using folder = temporaryFolder({ 'docs/old.md': ERRORS.text });

  expect(writeDifferences(folder.path, [ERRORS, MANIFEST])).toHaveLength(3);

  expect(differencesFrom(folder.path, [ERRORS, MANIFEST])).toEqual([]);
  expect(existsSync(path.join(folder.path, 'docs/old.md'))).toBe(false);
  expect(readFileSync(path.join(folder.path, 'docs/errors.md'), 'utf8')).toBe(ERRORS.text);
});

it('writes a single file only when it differs', () => {
  using folder = temporaryFolder({});
  writeFileSync(path.join(folder.path, 'docs.md'), 'same');

  expect(writeFile(folder.path, { file: 'docs.md', text: 'same' })).toBeUndefined();
  expect(writeFile(folder.path, { file: 'docs.md', text: 'other' })).toEqual({ file: 'docs.md', kind: 'changed' });
});
