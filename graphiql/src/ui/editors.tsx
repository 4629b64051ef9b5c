import {
  CopyIcon,
  ExecuteButton,
  HeaderEditor,
  MergeIcon,
  PrettifyIcon,
  QueryEditor,
  useDragResize,
  useGraphiQL,
  useGraphiQLActions,
  VariableEditor,
} from '@graphiql/react';
import { type ReactNode, useState } from 'react';
import { copyText } from '../clipboard.ts';
import { endpoint } from '../config.ts';
import { linkTo } from '../link.ts';
import { LinkIcon } from './icons.tsx';

/** The document, its variables and the headers, and what can be done with them. */
export function Editors() {
  const [tool, setTool] = useState<'variables' | 'headers'>('variables');
  const { firstRef, dragBarRef, secondRef } = useDragResize({
    direction: 'vertical',
    defaultSizeRelation: 2.2,
    sizeThresholdSecond: 60,
    storageKey: 'variablesFlex',
  });
  return (
    <div className="editors">
      <section className="document" aria-label="Operation" ref={firstRef}>
        <QueryEditor />
        <Toolbar />
      </section>
      <div className="tools" ref={dragBarRef}>
        {(['variables', 'headers'] as const).map((name) => (
          <button key={name} type="button" aria-pressed={tool === name} onClick={() => setTool(name)}>
            {name === 'variables' ? 'Variables' : 'Headers'}
          </button>
        ))}
      </div>
      <section className="values" aria-label={tool === 'variables' ? 'Variables' : 'Headers'} ref={secondRef}>
        <VariableEditor className={tool === 'variables' ? '' : 'hidden'} />
        <HeaderEditor className={tool === 'headers' ? '' : 'hidden'} />
      </section>
    </div>
  );
}

function Toolbar() {
  const { prettifyEditors, mergeQuery, copyQuery } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const variables = variableEditor?.getValue() ?? '';
    await copyText(linkTo(endpoint, { query: queryEditor?.getValue() ?? '', ...(variables && { variables }) }));
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div className="toolbar" role="toolbar" aria-label="Operation">
      <ExecuteButton />
      <Tool label="Prettify" onClick={prettifyEditors}>
        <PrettifyIcon aria-hidden="true" />
      </Tool>
      <Tool label="Merge fragments" onClick={mergeQuery}>
        <MergeIcon aria-hidden="true" />
      </Tool>
      <Tool label="Copy" onClick={copyQuery}>
        <CopyIcon aria-hidden="true" />
      </Tool>
      <Tool label={copied ? 'Link copied' : 'Copy link to this document'} onClick={share}>
        <LinkIcon />
      </Tool>
    </div>
  );
}

interface ToolProps {
  label: string;
  onClick: () => unknown;
  children: ReactNode;
}

function Tool({ label, onClick, children }: ToolProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={() => void onClick()}>
      {children}
    </button>
  );
}
