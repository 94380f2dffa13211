import { createHash } from 'node:crypto';

export const LANGUAGES = ['da', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** HTML that is safe to put into a page; made by {@link html} only. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[];

/** A template whose values are escaped, unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, piece, index) => text + rendered(parts[index - 1] ?? '') + piece));
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const STYLE = `
html { scroll-padding-bottom: 6rem; }
:root { color-scheme: light; --ink: #1a1a1a; --soft: #595959; --line: #8a8a8a; --paper: #fff; --ground: #f2f4f7; --accent: #0059b3; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.banner { background: #ffe9a8; border-bottom: 2px solid #7a5b00; padding: .5rem 1rem; font-weight: 600; text-align: center; }
main { max-width: 44rem; margin: 1.5rem auto 0; padding: 1.5rem; background: var(--paper); }
.top { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: baseline; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
p { margin: .75rem 0; }
.soft { color: var(--soft); }
fieldset { margin: 1.5rem 0; padding: 0; border: 0; }
legend { padding: 0; font-size: 1.15rem; font-weight: 600; }
.levels label { display: inline-flex; gap: .4rem; align-items: center; }
.levels { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin-top: .5rem; }
ul { list-style: none; margin: .5rem 0 0; padding: 0; }
li { border-top: 1px solid #d5d9de; }
li:last-child { border-bottom: 1px solid #d5d9de; }
label { cursor: pointer; }
.choice { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; padding: .6rem .25rem; }
.choice input[type=radio] { grid-row: span 2; }
.choice:has(:checked) { background: #e8f1fb; }
.name { font-weight: 600; }
code { font: .9em ui-monospace, monospace; font-weight: 400; color: var(--soft); }
.last span { display: block; }
.situation { color: var(--soft); }
input[type=radio] { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; flex: none; accent-color: var(--accent); }
.number { padding: 0 .25rem .75rem 2.15rem; }
input[type=text] { width: 9rem; padding: .4rem .5rem; border: 1px solid var(--line); border-radius: 3px; font: inherit; }
.actions { position: sticky; bottom: 0; display: flex; gap: 1rem; margin: 0 -1.5rem -1.5rem; padding: 1rem 1.5rem; background: var(--paper); border-top: 1px solid var(--line); }
button { padding: .65rem 1.6rem; border: 2px solid var(--accent); border-radius: 4px; background: var(--accent); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button.second { background: var(--paper); color: var(--accent); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #1a1a1a; outline-offset: 2px; }
.fault { padding: .75rem 1rem; border-left: 5px solid #b3261e; background: #fdecea; }
`;

/** In one piece: the browser compares the hash with all that stands between the tags. */
const STYLE_TAG = new Html(`<style>${STYLE}</style>`);
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing may load or run here except our own style; forms go to us and, by redirect, on to `formTargets`. */
export function pageHeaders(formTargets: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

export const PAGE_HEADERS = pageHeaders();

const BANNER = { da: 'Test-MitID, opdigtede personer', en: 'Test MitID, invented persons' };

export function page(language: Language, title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${BANNER[language]}</title>
        ${STYLE_TAG}
      </head>
      <body>
        <div class="banner" role="note">${BANNER[language]}</div>
        <main>${content}</main>
      </body>
    </html>`.text;
}
