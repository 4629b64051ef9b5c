import { followAgentLog, followBuildLog } from 'coder-graphql/client';
import { webSocket } from 'coder-graphql/client/websocket';
import { useCallback, useMemo } from 'react';
import { useHref, useSearchParams } from 'react-router';
import { useFeedTarget } from '../../api/session.tsx';
import styles from './build-log.module.css';
import { LogPanel, type LogPlace } from './log-panel.tsx';
import type { OpenFeed } from './model/log-follower.ts';
import type { LineLinks } from './use-line-selection.ts';
import { type Log, useLog } from './use-log.ts';

/** Follows the log of a build while the component is there. */
export function useBuildLog(buildId: string): Log {
  const target = useFeedTarget();
  const open = useCallback<OpenFeed>(
    (options) => followBuildLog({ ...target, ...options, buildId, transport: webSocket() }),
    [target, buildId],
  );
  return useLog(buildId, open);
}

interface BuildLogProps {
  log: Log;
  /** Such as `atlas-dev #12`. */
  name: string;
  opensAt: LogPlace;
}

/** The log of a build. A line that is chosen stands in the address of the page. */
export function BuildLog({ log, name, opensAt }: BuildLogProps) {
  return (
    <div className={styles.frame}>
      <LogPanel
        name={`Log of ${name}`}
        fileName={fileName(`build ${name}`)}
        log={log}
        opensAt={opensAt}
        links={useLineLinks()}
      />
    </div>
  );
}

interface AgentLogProps {
  /** UUID or global id. */
  agentId: string;
  name: string;
}

/** The log of an agent, live: it goes on as long as Coder has the agent. */
export function AgentLog({ agentId, name }: AgentLogProps) {
  const target = useFeedTarget();
  const open = useCallback<OpenFeed>(
    (options) => followAgentLog({ ...target, ...options, agentId, transport: webSocket() }),
    [target, agentId],
  );
  return (
    <div className={styles.frame}>
      <LogPanel
        name={`Log of agent ${name}`}
        fileName={fileName(`agent ${name}`)}
        log={useLog(agentId, open)}
        opensAt="end"
      />
    </div>
  );
}

function useLineLinks(): LineLinks {
  const [search, setSearch] = useSearchParams();
  const here = useHref('.');
  const target = search.get('line') ?? undefined;
  return useMemo(
    () => ({
      href: (lineId) => `${here}?line=${lineId}`,
      target,
      onTarget: (lineId) =>
        setSearch(
          (params) => {
            if (lineId === undefined) params.delete('line');
            else params.set('line', lineId);
            return params;
          },
          { replace: true, preventScrollReset: true },
        ),
    }),
    [here, target, setSearch],
  );
}

function fileName(name: string): string {
  return name.replace(/[^\w.-]+/g, '-');
}
