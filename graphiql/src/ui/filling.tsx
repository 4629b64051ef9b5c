import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useEffectEvent } from 'react';
import { openingVariables, type TabIds } from '../openings.ts';
import { filledBefore, refilled, rememberFilled } from '../session.ts';

interface FillingProps {
  ids: TabIds;
  storage: Storage;
}

/** Writes new ids into the tabs that nobody has changed: those of another user, or of a build that was just created. */
export function Filling({ ids, storage }: FillingProps) {
  const { moveTab } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const activeTabIndex = useGraphiQL((state) => state.activeTabIndex);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const fill = useEffectEvent((now: TabIds) => {
    const before = filledBefore(storage);
    const variables = openingVariables(now);
    rememberFilled(storage, variables);
    const active = tabs[activeTabIndex];
    const next = refilled(tabs, before, variables);
    const shown = next[activeTabIndex];
    // The store finds the tab in front by its identity: that one changes by way of its editor.
    const others = next.map((tab, index) => (active && index === activeTabIndex ? active : tab));
    if (others.some((tab, index) => tab !== tabs[index])) moveTab(others);
    if (shown && shown !== active) variableEditor?.setValue(shown.variables ?? '');
  });
  // The tab in front cannot be written to before its editor is there.
  const hasEditor = variableEditor !== undefined;
  useEffect(() => {
    if (hasEditor) fill(ids);
  }, [ids, hasEditor]);
  return null;
}
