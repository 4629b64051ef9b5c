import { useMemo } from 'react';
import { BuildLog, useBuildLog } from './log/BuildLog.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import type { LogStage } from './timeline/timeline.ts';

interface BuildProgressProps {
  /** UUID or global id. */
  buildId: string;
  /** Such as `atlas-dev #12`. */
  name: string;
  isRunning: boolean;
}

/** How a build goes, or went: its timeline and its log, of which the timeline takes the stages that have no timings. */
export function BuildProgress({ buildId, name, isRunning }: BuildProgressProps) {
  const log = useBuildLog(buildId);
  // The log changes with each line, its stages seldom.
  const told = JSON.stringify(log.log.stages.map(({ name, startedAt, errors }) => ({ name, startedAt, errors })));
  const stages = useMemo(() => JSON.parse(told) as LogStage[], [told]);
  return (
    <>
      <Timeline buildId={buildId} stages={stages} />
      <BuildLog log={log} name={name} isRunning={isRunning} />
    </>
  );
}
