import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

export interface FaintText {
  readonly look: string;
  readonly text: string;
  readonly ratio: number;
}

const IN_PAGE = readFileSync(path.join(import.meta.dirname, 'faint-texts.in-page.js'), 'utf8');

/** Visible texts below WCAG AA. */
export function faintTextsOf(page: Page): Promise<readonly FaintText[]> {
  return page.evaluate<readonly FaintText[]>(IN_PAGE);
}
