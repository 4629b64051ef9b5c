import { useGraphiQL } from '@graphiql/react';
import { useEffect, useEffectEvent } from 'react';
import { openingVariables, type TabIds } from '../openings.ts';
import { refill } from '../session.ts';

interface FillingProps {
  ids: TabIds;
  storage: Storage;
}

/**
 * Writes new ids, those of another user or of a build that was just created, into the tab in front, unless somebody has
 * changed what the page wrote there. The others get theirs when they come to the front: GraphiQL has no way to write into
 * those without writing into the editors as well.
 */
export function Filling({ ids, storage }: FillingProps) {
  const active = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const fill = useEffectEvent((now: TabIds) => {
    if (!active || !variableEditor) return;
    const { operationName } = active;
    // What the store has of the tab in front lags behind its editor.
    const filled = refill(storage, { operationName, variables: variableEditor.getValue() }, openingVariables(now));
    if (filled) variableEditor.setValue(filled.variables);
  });
  const tab = active?.id;
  // The tab in front cannot be written to before its editor is there.
  const hasEditor = variableEditor !== undefined;
  useEffect(() => {
    if (hasEditor && tab !== undefined) fill(ids);
  }, [ids, hasEditor, tab]);
  return null;
}
