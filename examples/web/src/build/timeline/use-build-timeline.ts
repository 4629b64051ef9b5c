import { useEffect } from 'react';
import { useQuery } from 'urql';
import type { Failure } from '../../api/failure.ts';
import { useFailure } from '../../api/use-failure.ts';
import { useKept } from '../../api/use-kept.ts';
import { useReadAgain } from '../../api/use-read-again.ts';
import type { BuildTimelineQuery } from '../../generated/graphql.ts';
import { graphql } from '../../generated/index.ts';

const BuildTimeline = graphql(`
  query BuildTimeline($id: ID!) {
    build(id: $id) {
      id
      createdAt
      job { id status startedAt completedAt }
      agents { id uuid name createdAt firstConnectedAt status lifecycleState }
      timings {
        provisionerTimings { startedAt endedAt stage source action resource }
        agentConnectionTimings { startedAt endedAt stage workspaceAgentId workspaceAgentName }
        agentScriptTimings { startedAt endedAt stage displayName status exitCode workspaceAgentId workspaceAgentName }
      }
    }
  }
`);

type Build = NonNullable<BuildTimelineQuery['build']>;

/** Agents report one after the other, and nothing tells of it. */
const ASK_AGAIN_MS = 3_000;

interface BuildTimelineRead {
  build: Build | undefined;
  failure: Failure | undefined;
  readAgain: () => void;
}

/** The timings of a build, read again when its job has ended and while its agents start. */
export function useBuildTimeline(buildId: string): BuildTimelineRead {
  const [{ data, error, fetching }, read] = useQuery({ query: BuildTimeline, variables: { id: buildId } });
  const readAgain = useReadAgain(read);
  const failure = useFailure({ error, fetching });
  const build = useKept(data?.build, failure) ?? undefined;

  const completedAt = build?.job.completedAt;
  const hasTimings = (build?.timings?.provisionerTimings.length ?? 0) > 0;
  const isMissing = build?.job.status === 'SUCCEEDED' && !hasTimings;
  useEffect(() => {
    if (completedAt && isMissing) readAgain();
  }, [completedAt, isMissing, readAgain]);

  const isStarting = build?.agents.some(agentIsStarting) ?? false;
  useEffect(() => {
    if (!isStarting) return;
    const timer = setInterval(readAgain, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isStarting, readAgain]);

  return { build, failure, readAgain };
}

function agentIsStarting({ status, lifecycleState }: Build['agents'][number]): boolean {
  return (
    status === 'CONNECTING' ||
    (status === 'CONNECTED' && (lifecycleState === 'CREATED' || lifecycleState === 'STARTING'))
  );
}
