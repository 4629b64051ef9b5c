import { useGraphiQL, useGraphiQLActions, useMonaco } from '@graphiql/react';
import { useEffect, useEffectEvent } from 'react';

/** The names of the editors' themes. */
export const themes = { light: 'coder-light', dark: 'coder-dark' };

const shared = { 'editor.background': '#00000000', 'scrollbar.shadow': '#00000000' };

/** The number of a last line that is empty is as good to read as the others. */
const lineNumbers = (color: string) => ({
  'editorLineNumber.foreground': color,
  'editorLineNumber.dimmedForeground': color,
});

/** Defines the editors' themes, whose colors have enough contrast on the page's own background. */
export function EditorTheme() {
  const monaco = useMonaco((state) => state.monaco);
  const theme = useGraphiQL((state) => state.theme);
  const { setTheme } = useGraphiQLActions();
  const applyTheme = useEffectEvent(() => setTheme(theme));
  useEffect(() => {
    if (!monaco) return;
    monaco.editor.defineTheme(themes.light, {
      base: 'vs',
      inherit: true,
      colors: { ...shared, ...lineNumbers('#6b7280'), focusBorder: '#4f46e5' },
      rules: [
        { token: 'keyword', foreground: '4338ca' },
        { token: 'comment', foreground: '5b6472' },
        { token: 'string', foreground: '0f6e4f' },
        { token: 'string.key.json', foreground: '1e4fa3' },
        { token: 'string.value.json', foreground: '0f6e4f' },
        { token: 'number', foreground: '9a3412' },
        { token: 'argument.identifier.gql', foreground: '4a45b0' },
      ],
    });
    monaco.editor.defineTheme(themes.dark, {
      base: 'vs-dark',
      inherit: true,
      colors: { ...shared, ...lineNumbers('#8b95a7'), focusBorder: '#a5b4fc' },
      rules: [
        { token: 'keyword', foreground: 'a5b4fc' },
        { token: 'comment', foreground: '8f9bb0' },
        { token: 'string', foreground: '6ee7b7' },
        { token: 'string.key.json', foreground: '93c5fd' },
        { token: 'string.value.json', foreground: '6ee7b7' },
        { token: 'number', foreground: 'fdba74' },
        { token: 'argument.identifier.gql', foreground: 'c4b5fd' },
      ],
    });
    applyTheme();
  }, [monaco]);
  useEffect(() => {
    // GraphiQL looks at the system's theme only when it is told of a theme.
    const system = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => theme === null && setTheme(null);
    system.addEventListener('change', changed);
    return () => system.removeEventListener('change', changed);
  }, [theme, setTheme]);
  return null;
}
