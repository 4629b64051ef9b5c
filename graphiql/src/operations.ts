import cancelBuild from '../../examples/operations/cancel-build.graphql?raw';
import createBuild from '../../examples/operations/create-build.graphql?raw';
import failedBuilds from '../../examples/operations/failed-builds.graphql?raw';
import followAgent from '../../examples/operations/follow-agent.graphql?raw';
import followBuild from '../../examples/operations/follow-build.graphql?raw';
import lastLines from '../../examples/operations/last-lines.graphql?raw';
import liveWorkspaces from '../../examples/operations/live-workspaces.graphql?raw';
import oneBuild from '../../examples/operations/one-build.graphql?raw';
import pageOfBuilds from '../../examples/operations/page-of-builds.graphql?raw';
import workspaceOverview from '../../examples/operations/workspace-overview.graphql?raw';
import workspacesToApps from '../../examples/operations/workspaces-to-apps.graphql?raw';
import type { Opening } from './openings.ts';

/** The documents that the page opens with; the examples use them as well. */
export const documents: Readonly<Record<Opening, string>> = {
  WorkspacesToApps: workspacesToApps,
  LiveWorkspaces: liveWorkspaces,
  WorkspaceOverview: workspaceOverview,
  PageOfBuilds: pageOfBuilds,
  OneBuild: oneBuild,
  FailedBuilds: failedBuilds,
  CreateBuild: createBuild,
  FollowBuild: followBuild,
  CancelBuild: cancelBuild,
  LastLines: lastLines,
  FollowAgent: followAgent,
};
