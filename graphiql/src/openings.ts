/** The operations that a first visit finds in tabs, in this order; each is a file of the examples. */
export const openings = {
  WorkspacesToApps: 'workspaces-to-apps',
  LiveWorkspaces: 'live-workspaces',
  WorkspaceOverview: 'workspace-overview',
  PageOfBuilds: 'page-of-builds',
  OneBuild: 'one-build',
  FailedBuilds: 'failed-builds',
  CreateBuild: 'create-build',
  FollowBuild: 'follow-build',
  CancelBuild: 'cancel-build',
  LastLines: 'last-lines',
  FollowAgent: 'follow-agent',
} as const;

export type Opening = keyof typeof openings;

export const openingNames = Object.keys(openings) as Opening[];

/** Asks what the tabs are about: the newest of what the viewer has. */
export const idsQuery = `query PageIds {
  viewer { username }
  workspaces(query: "owner:me", first: 25) {
    nodes {
      uuid
      name
      latestBuild {
        uuid
        buildNumber
        createdAt
        transition
        job { status completedAt }
        resources { agents { uuid status } }
      }
    }
  }
}`;

interface FoundBuild {
  uuid: string;
  buildNumber: number;
  createdAt: string;
  transition: string;
  job: { status: string; completedAt: string | null };
  resources: { agents: { uuid: string; status: string }[] }[];
}

interface FoundWorkspace {
  uuid: string;
  name: string;
  latestBuild: FoundBuild | null;
}

/** The answer to `idsQuery`. */
export interface FoundIds {
  viewer: { username: string } | null;
  workspaces: { nodes: FoundWorkspace[] };
}

/** What the variables of the tabs name. */
export interface TabIds {
  /** The viewer's newest workspace, by its newest build. */
  workspace?: string;
  number?: number;
  /** The newest one that is stopped, or else the newest: creating a build there takes nothing away from anybody. */
  toStart?: string;
  /** To follow: one that is being run, or else the newest that was. */
  toFollow?: string;
  /** To cancel: one that is over, so that nothing is canceled before `CreateBuild` has made one. */
  toCancel?: string;
  agent?: string;
}

const isRunning = ({ job }: FoundBuild) => job.status === 'RUNNING';
const isOver = ({ job }: FoundBuild) => job.completedAt !== null;

/** Chooses what the tabs are about. No two tabs share a build until one has been created for them. */
export function idsOf({ workspaces }: FoundIds): TabIds {
  const found = workspaces.nodes
    .flatMap(({ latestBuild, ...workspace }) => (latestBuild ? [{ ...workspace, build: latestBuild }] : []))
    .sort((a, b) => b.build.createdAt.localeCompare(a.build.createdAt));
  const [newest] = found;
  if (newest === undefined) return {};
  const stopped = found.find(({ build }) => build.transition === 'STOP' && isOver(build));
  // One that waits in the queue has no lines yet.
  const toFollow = found.find(({ build }) => isRunning(build)) ?? found.find(({ build }) => isOver(build)) ?? newest;
  const others = found.filter((each) => each !== toFollow && isOver(each.build));
  const agents = found.flatMap(({ build }) => build.resources.flatMap((resource) => resource.agents));
  const agent = agents.find(({ status }) => status === 'CONNECTED') ?? agents[0];
  return {
    workspace: newest.name,
    number: newest.build.buildNumber,
    toStart: (stopped ?? newest).uuid,
    toFollow: toFollow.build.uuid,
    ...(others[0] && { toCancel: others[0].build.uuid }),
    ...(agent && { agent: agent.uuid }),
  };
}

/** The variables of each tab, as its editor shows them. */
export function openingVariables(ids: TabIds): Readonly<Record<Opening, string>> {
  const text = (variables: Record<string, unknown>) => JSON.stringify(variables, null, 2);
  return {
    WorkspacesToApps: text({ first: 5 }),
    LiveWorkspaces: text({ query: 'owner:me', first: 10 }),
    WorkspaceOverview: text({ name: ids.workspace ?? '' }),
    PageOfBuilds: text({ name: ids.workspace ?? '', after: null }),
    OneBuild: text({ workspace: ids.workspace ?? '', number: ids.number ?? 1 }),
    FailedBuilds: text({ name: ids.workspace ?? '', since: null, after: null }),
    CreateBuild: text({ workspaceId: ids.toStart ?? '' }),
    FollowBuild: text({ buildId: ids.toFollow ?? '', after: null }),
    CancelBuild: text({ buildId: ids.toCancel ?? '' }),
    LastLines: text({ buildId: ids.toFollow ?? '', after: null, minLevel: null }),
    FollowAgent: text({ agentId: ids.agent ?? '', after: null }),
  };
}

/** The build that an answer tells of having created. */
export function createdBuild(data: unknown): string | undefined {
  for (const value of Object.values((data ?? {}) as Record<string, unknown>)) {
    const result = value as { __typename?: string; buildId?: unknown; build?: { uuid?: unknown } } | null;
    if (result?.__typename !== 'CreateBuildSuccess') continue;
    const id = result.buildId ?? result.build?.uuid;
    if (typeof id === 'string') return id;
  }
  return undefined;
}
