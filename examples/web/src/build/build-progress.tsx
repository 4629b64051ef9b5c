import { useMemo, useState } from 'react';
import { Segments } from '../ui/controls/segments.tsx';
import styles from './build-progress.module.css';
import { AgentLog, BuildLog, useBuildLog } from './log/build-log.tsx';
import type { LogPlace } from './log/log-panel.tsx';
import type { LogStage } from './timeline/timeline.ts';
import { TimelineCard } from './timeline/timeline-card.tsx';
import { useBuildTimeline } from './timeline/use-build-timeline.ts';

interface BuildProgressProps {
  /** UUID or global id. */
  buildId: string;
  /** Such as `atlas-dev #12`. */
  name: string;
  opensAt: LogPlace;
}

/**
 * How a build goes, or went: its timeline, its log, and those of its agents. The timeline takes the stages from the log
 * as long as there are no timings.
 */
export function BuildProgress({ buildId, name, opensAt }: BuildProgressProps) {
  const log = useBuildLog(buildId);
  const read = useBuildTimeline(buildId);
  // The log changes with each line, its stages seldom.
  const told = JSON.stringify(log.log.stages.map(({ name, startedAt, errors }) => ({ name, startedAt, errors })));
  const stages = useMemo(() => JSON.parse(told) as LogStage[], [told]);

  const [chosen, setChosen] = useState('build');
  const agents = read.build?.agents ?? [];
  const agent = agents.find(({ uuid }) => uuid === chosen);
  const options = [
    { value: 'build', text: 'Build' },
    ...agents.map(({ uuid, name }) => ({ value: uuid, text: `Agent ${name}` })),
  ];
  return (
    <>
      <TimelineCard {...read} stages={stages} />
      <section className={styles.logs}>
        <div className={styles.head}>
          <h2>Logs</h2>
          {agents.length > 0 && (
            <Segments label="Which log" options={options} value={agent ? chosen : 'build'} onChange={setChosen} />
          )}
        </div>
        {agent ? (
          <AgentLog key={agent.uuid} agentId={agent.uuid} name={`${agent.name} of ${name}`} />
        ) : (
          <BuildLog log={log} name={name} opensAt={opensAt} />
        )}
      </section>
    </>
  );
}
