import { useMonaco } from '@graphiql/react';
import type { editor as Editor } from 'monaco-editor';
import { useEffect } from 'react';

/** Every colour has at least 4.5:1 on the editor's ground (`--ground` in page.css). */
interface Palette {
  readonly base: 'vs' | 'vs-dark';
  readonly ground: string;
  readonly text: string;
  readonly quiet: string;
  readonly keyword: string;
  readonly name: string;
  readonly value: string;
  readonly number: string;
  readonly link: string;
  readonly selected: string;
}

const LIGHT: Palette = {
  base: 'vs',
  ground: '#ffffff',
  text: '#1f2933',
  quiet: '#5a6673',
  keyword: '#8a2a6b',
  name: '#0b5394',
  value: '#1b6b3a',
  number: '#8a4b00',
  link: '#0059b3',
  selected: '#dbe9f8',
};
const DARK: Palette = {
  base: 'vs-dark',
  ground: '#161b22',
  text: '#dfe5ec',
  quiet: '#9aa7b5',
  keyword: '#f0a6d4',
  name: '#8cc4ff',
  value: '#93d9a3',
  number: '#f2c078',
  link: '#8cc4ff',
  selected: '#2a3a4d',
};
/** The names under which GraphiQL asks for its themes. */
const THEMES = [
  ['graphiql-LIGHT', LIGHT],
  ['graphiql-DARK', DARK],
] as const;

const EDITOR_NAMES = [
  ['operation.graphql', 'Query'],
  ['variables.json', 'Variables'],
  ['response.json', 'Result'],
] as const;

/** Replaces the stock editor themes, whose contrast is too low, and follows the system between light and dark. */
export function useEditorTheme(): void {
  const monaco = useMonaco(({ monaco: editor }) => editor);
  useEffect(() => {
    if (!monaco) return;
    for (const [name, palette] of THEMES) monaco.editor.defineTheme(name, themeOf(palette));
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => {
      if (document.body.matches('.graphiql-light, .graphiql-dark')) return;
      monaco.editor.setTheme(dark.matches ? 'graphiql-DARK' : 'graphiql-LIGHT');
    };
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, [monaco]);
}

/** Gives each editor a name to be read aloud; on a narrow screen wraps long lines, so that nothing is cut off. */
export function useReadableEditors(): void {
  const monaco = useMonaco(({ monaco: editor }) => editor);
  useEffect(() => {
    if (!monaco) return;
    const isNarrow = matchMedia('(max-width: 640px)').matches;
    const makeReadable = (editor: Editor.ICodeEditor) => {
      const path = editor.getModel()?.uri.path ?? '';
      const name = EDITOR_NAMES.find(([ending]) => path.endsWith(ending))?.[1];
      editor.updateOptions({ ...(name && { ariaLabel: name }), ...(isNarrow && { wordWrap: 'on' }) });
    };
    monaco.editor.getEditors().forEach(makeReadable);
    const watch = monaco.editor.onDidCreateEditor(makeReadable);
    return () => watch.dispose();
  }, [monaco]);
}

function themeOf(palette: Palette) {
  const { base, ground, text, quiet, keyword, name, value, number, link, selected } = palette;
  const rule = (token: string, foreground: string) => ({ token, foreground: foreground.slice(1) });
  const brackets = Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, text]),
  );
  return {
    base,
    inherit: true,
    rules: [
      rule('', text),
      rule('comment', quiet),
      rule('keyword', keyword),
      rule('keyword.json', number),
      rule('type', keyword),
      rule('annotation', keyword),
      rule('key.identifier.gql', text),
      rule('argument.identifier.gql', name),
      rule('string', value),
      rule('string.key.json', name),
      rule('string.value.json', value),
      rule('number', number),
      rule('delimiter', text),
      rule('invalid', number),
    ],
    colors: {
      ...brackets,
      'editor.background': '#ffffff00',
      'editor.foreground': text,
      'editorLineNumber.foreground': quiet,
      'editorLineNumber.activeForeground': text,
      'editorLineNumber.dimmedForeground': quiet,
      'scrollbar.shadow': '#ffffff00',
      focusBorder: link,
      'textLink.foreground': link,
      'textLink.activeForeground': link,
      'editorLink.activeForeground': link,
      'editorWidget.background': ground,
      'editorWidget.foreground': text,
      'editorHoverWidget.background': ground,
      'editorHoverWidget.foreground': text,
      'editorSuggestWidget.background': ground,
      'editorSuggestWidget.foreground': text,
      'editorSuggestWidget.selectedBackground': selected,
      'editorSuggestWidget.selectedForeground': text,
      'editorSuggestWidget.highlightForeground': link,
      'editorSuggestWidget.focusHighlightForeground': link,
      'quickInput.background': ground,
      'quickInputList.focusBackground': selected,
      'quickInputList.focusForeground': text,
      'list.hoverBackground': selected,
      'list.highlightForeground': link,
      'list.focusHighlightForeground': link,
      'menu.background': ground,
      'menu.foreground': text,
      'menu.selectionBackground': selected,
      'menu.selectionForeground': text,
      'input.background': ground,
      'input.foreground': text,
    },
  };
}
