import { useQuery, useSubscription } from 'urql';
import { useFailure } from '../../api/use-failure.ts';
import { useKept } from '../../api/use-kept.ts';
import { useReadAgain } from '../../api/use-read-again.ts';
import type { OverviewBuildFragment } from '../../generated/graphql.ts';
import { FailureNotice } from '../../layout/failure-notice.tsx';
import { Card } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/state/skeleton.tsx';
import { AgentCard } from './agent-card.tsx';
import { BuildNeighbors } from './build-neighbors.tsx';
import { OverviewAgentsUpdated, OverviewOfBuild, OverviewUpdated } from './documents.ts';
import { JobCard } from './job-card.tsx';
import styles from './overview.module.css';
import { ParametersCard } from './parameters-card.tsx';
import { ResourcesCard } from './resources-card.tsx';

/** Of a build: its job, resources, agents with live metadata, apps, parameters. */
export function BuildOverview({ buildId }: { /** UUID or global id. */ buildId: string }) {
  const [{ data, error, fetching }, read] = useQuery({ query: OverviewOfBuild, variables: { id: buildId } });
  const readAgain = useReadAgain(read);
  const failure = useFailure({ error, fetching });
  const build = useKept(data?.build, failure);
  const isNewest = build?.workspace.latestBuild?.id === build?.id;
  // The events move the same objects of the cache, and so what is shown.
  useSubscription({
    query: OverviewUpdated,
    variables: { id: buildId },
    pause: build === undefined || build === null || build.outcome !== 'ACTIVE',
  });
  useSubscription({
    query: OverviewAgentsUpdated,
    variables: { workspaceId: build?.workspace.id ?? '' },
    pause: !build || !isNewest || build.outcome === 'ACTIVE',
  });

  if (!build) {
    if (failure) return <FailureNotice failure={failure} onRetry={readAgain} />;
    return fetching ? (
      <Card>
        <SkeletonRows label="the build" />
      </Card>
    ) : null;
  }
  return (
    <>
      <BuildNeighbors build={build} />
      <JobCard build={build} />
      <AgentsCard build={build} isNewest={isNewest} />
      <ResourcesCard build={build} />
      <ParametersCard build={build} />
    </>
  );
}

function AgentsCard({ build, isNewest }: { build: OverviewBuildFragment; isNewest: boolean }) {
  const agents = build.resources.flatMap((resource) => resource.agents);
  return (
    <Card title="Agents and apps" aside={agents.length > 0 ? agents.length : undefined}>
      {agents.length === 0 ? (
        <p className={styles.none}>{whyNoAgents(build, isNewest)}</p>
      ) : (
        <div className={styles.agents}>
          {agents.map((agent) => (
            <AgentCard key={agent.id} agent={agent} live={isNewest} />
          ))}
        </div>
      )}
    </Card>
  );
}

function whyNoAgents({ outcome, transition }: OverviewBuildFragment, isNewest: boolean): string {
  if (transition !== 'START') return 'Agents run in started workspaces only.';
  if (outcome === 'ACTIVE') return 'They come when the job has succeeded.';
  if (outcome !== 'SUCCEEDED') return 'The build did not get as far as making them.';
  return isNewest ? 'This build has made none.' : 'Coder keeps the agents of the newest build only.';
}
