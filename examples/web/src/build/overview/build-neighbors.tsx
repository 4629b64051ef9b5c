import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import type { OverviewOfBuildQuery } from '../../generated/graphql.ts';
import { graphql } from '../../generated/index.ts';
import { buildPath } from '../../routes.ts';
import styles from './overview.module.css';

const NeighborsOfBuild = graphql(`
  query NeighborsOfBuild($workspace: ID!, $previous: Int!, $next: Int!, $hasPrevious: Boolean!, $hasNext: Boolean!) {
    workspace(id: $workspace) {
      id
      previous: build(number: $previous) @include(if: $hasPrevious) {
        id
        uuid
        buildNumber
      }
      next: build(number: $next) @include(if: $hasNext) {
        id
        uuid
        buildNumber
      }
    }
  }
`);

type Build = NonNullable<OverviewOfBuildQuery['build']>;

/** The builds before and after this one of its workspace. */
export function BuildNeighbors({ build: { buildNumber, workspace } }: { build: Build }) {
  const newest = workspace.latestBuild?.buildNumber ?? buildNumber;
  const [{ data }] = useQuery({
    query: NeighborsOfBuild,
    variables: {
      workspace: workspace.id,
      previous: Math.max(1, buildNumber - 1),
      next: buildNumber + 1,
      hasPrevious: buildNumber > 1,
      hasNext: buildNumber < newest,
    },
  });
  const { previous, next } = data?.workspace ?? {};
  return (
    <nav className={styles.neighbors} aria-label="Builds of this workspace">
      {previous ? (
        <Link to={buildPath(previous.uuid)} rel="prev">
          <ChevronLeft aria-hidden="true" />
          <span>Build #{previous.buildNumber}</span>
        </Link>
      ) : (
        <span />
      )}
      <span className={styles.faint}>{buildNumber === newest ? 'The newest' : `${newest - buildNumber} newer`}</span>
      {next ? (
        <Link to={buildPath(next.uuid)} rel="next">
          <span>Build #{next.buildNumber}</span>
          <ChevronRight aria-hidden="true" />
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
