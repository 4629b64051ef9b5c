import { Monitor } from 'lucide-react';
import type { OverviewAgentFragment } from '../../generated/graphql.ts';
import { Badge } from '../../ui/badge.tsx';
import { Notice } from '../../ui/state/notice.tsx';
import { Time } from '../../ui/time.tsx';
import { AgentMetadata } from './agent-metadata.tsx';
import { AppRow } from './app-row.tsx';
import { agentLook } from './looks.ts';
import styles from './overview.module.css';

interface AgentCardProps {
  agent: OverviewAgentFragment;
  /** Its build is the newest: it is there, and can be asked. */
  live: boolean;
}

/** An agent: whether it is connected and well, what it measures, what it offers. */
export function AgentCard({ agent, live }: AgentCardProps) {
  const { name, status, lifecycleState, health, apps, parent, lastConnectedAt, troubleshootingUrl } = agent;
  const { label, tone } = agentLook(status, lifecycleState);
  const shown = apps.filter(({ hidden }) => !hidden);
  const gone = status === 'DISCONNECTED' || status === 'TIMEOUT';
  return (
    <article className={styles.agent} aria-label={`Agent ${name}`}>
      <header className={styles.agentHead}>
        <Monitor aria-hidden="true" />
        <h4>{name}</h4>
        <Badge tone={tone}>{label}</Badge>
      </header>
      <p className={styles.faint}>
        {[
          parent && `in a dev container of ${parent.name}`,
          `${agent.operatingSystem}/${agent.architecture}`,
          agent.version,
          nearest(agent),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {!health.healthy && (
        <Notice tone="warn" title={asSentence(health.reason ?? 'it is not well')}>
          {gone && lastConnectedAt && (
            <p>
              Last seen <Time value={lastConnectedAt} />.
            </p>
          )}
          {troubleshootingUrl && (
            <a href={troubleshootingUrl} target="_blank" rel="noreferrer" className={styles.link}>
              What to do
            </a>
          )}
        </Notice>
      )}
      {live && status === 'CONNECTED' && <AgentMetadata agentId={agent.id} agent={name} />}
      {shown.length > 0 && (
        <ul className={styles.apps} aria-label={`Apps of ${name}`}>
          {shown.map((app) => (
            <AppRow key={app.id} app={app} live={live && status === 'CONNECTED'} />
          ))}
        </ul>
      )}
    </article>
  );
}

/** The relay that the agent uses, and how far it is. */
function nearest({ latency }: OverviewAgentFragment): string | undefined {
  const region = latency.find(({ preferred }) => preferred);
  return region && `${region.region} ${Math.round(region.latencyMs)} ms`;
}

/** Coder's reasons begin in lower case. */
function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
