import { type GraphiQLPlugin, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { copyText } from '../clipboard.ts';
import { endpoint } from '../config.ts';
import { snippets } from '../snippets.ts';
import { CodeIcon } from './icons.tsx';
import { scrollable } from './scrollable.ts';

/** The operation in front as code that runs it. */
function CodePanel() {
  const tabs = useGraphiQL((state) => state.tabs);
  const active = tabs[useGraphiQL((state) => state.activeTabIndex)];
  const [chosen, setChosen] = useState('');
  const found = snippets({ url: endpoint, query: active?.query ?? '', variables: active?.variables ?? '' });
  const shown = found.find(({ name }) => name === chosen) ?? found[0];
  return (
    <section className="code-panel" aria-label="Code">
      <h2>Code</h2>
      {shown === undefined ? (
        <p className="empty">There is no operation in the editor.</p>
      ) : (
        <>
          <div className="choices">
            {found.map(({ name }) => (
              <button key={name} type="button" aria-pressed={name === shown.name} onClick={() => setChosen(name)}>
                {name}
              </button>
            ))}
          </div>
          <pre {...scrollable}>{shown.code}</pre>
          <button type="button" className="copy" onClick={() => copyText(shown.code)}>
            Copy
          </button>
        </>
      )}
    </section>
  );
}

/** A small one of our own: the published one needs CodeMirror and an older React, and knows neither feeds nor tokens. */
export const codePlugin: GraphiQLPlugin = { title: 'Code', icon: CodeIcon, content: CodePanel };
