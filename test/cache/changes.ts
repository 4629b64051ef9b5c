import type { BuildRow, Transition, WorkspaceRow } from '../../src/embedded/state/rows.ts';
import { jobStatus } from '../../src/embedded/state/status.ts';
import { connectAgent, endAgentScripts, startAgentScripts } from '../../src/embedded/state/transitions.ts';
import type { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';

/** The embedded Coder as a random test changes it. */
export interface World {
  embedded: TestCoder;
  clock: ManualClock;
  /** The workspaces that change; a deleted one stays, and gets a successor. */
  workspaces: WorkspaceRow[];
  /** By name; each caller asks with the token of the moment. */
  tokens: Map<string, string>;
  random: (below: number) => number;
}

const TEMPLATES = ['docker', 'kubernetes'];
const OWNERS = ['mira', 'omar'];
/** Within this time of its end Coder may still append to the log of a job. */
const LATE_MS = 9 * 60_000;

export function pick<Item>({ random }: Pick<World, 'random'>, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

export function addWorkspace(world: World): WorkspaceRow {
  const name = `w${world.workspaces.length}`;
  const input = { name, owner: pick(world, OWNERS), template: pick(world, TEMPLATES) };
  const workspace = world.embedded.control.createWorkspace(input);
  world.workspaces.push(workspace);
  create(world, workspace, 'start');
  return workspace;
}

function create(world: World, workspace: WorkspaceRow, transition: Transition): void {
  const { embedded, random } = world;
  const parameters = Array.from({ length: random(4) }, (_, index) => ({ name: `p${index}`, value: `${random(1000)}` }));
  embedded.control.createBuild(workspace, { transition, parameters }, { hold: 'pending' });
}

type Change = (world: World, workspace: WorkspaceRow, build: BuildRow) => void;

/** One step of the newest build's life, whichever comes next. */
const advance: Change = (world, workspace, build) => {
  const { embedded, random } = world;
  const { control } = embedded;
  switch (jobStatus(build.job)) {
    case 'pending':
      if (random(5) === 0) control.cancel(build);
      else if (random(10) === 0) control.reap(build);
      else control.takeJob(build);
      return;
    case 'running':
    case 'canceling': {
      const dice = random(8);
      if (dice < 2) control.appendLogs(build, 1 + random(4));
      else if (dice === 2) control.fail(build);
      else if (dice === 3 && build.job.canceledAt === null) control.cancel(build);
      else if (dice === 4) control.reap(build);
      else control.succeed(build, random(3) === 0 ? { warnings: [{ output: 'late' }] } : {});
      if (build.transition === 'delete' && workspace.deleted) addWorkspace(world);
      return;
    }
    default:
      if (!workspace.deleted)
        create(world, workspace, pick(world, ['start', 'start', 'stop', 'start', 'stop', 'delete']));
  }
};

/** Of a build that runs, or whose job has ended of late. */
const appendLogs: Change = (world, { builds }) => {
  const open = builds.filter(({ job: { startedAt, completedAt } }) => {
    return startedAt !== null && (completedAt === null || world.clock.now() - completedAt < LATE_MS);
  });
  if (open.length > 0) world.embedded.control.appendLogs(pick(world, open), 1 + world.random(3));
};

const changeAgents: Change = ({ embedded, random }, _, build) => {
  const { store, control } = embedded;
  for (const agent of control.agents(build)) {
    const dice = random(6);
    if (dice === 0) connectAgent(store, agent);
    else if (dice === 1) startAgentScripts(store, agent);
    else if (dice === 2) endAgentScripts(store, agent, random(2) ? 'ready' : 'start_error');
    else if (dice === 3) control.appendAgentLogs(agent, [{ output: `agent line ${random(1000)}` }]);
    else if (dice === 4) control.changeAgent(agent, { lifecycleState: 'shutting_down' });
  }
};

const rename: Change = ({ embedded, random }, workspace) => {
  workspace.name = `${workspace.name.split('-')[0]}-${random(1000)}`;
  embedded.store.announceWorkspace(workspace.id);
};

const share: Change = ({ embedded, random }, workspace) => {
  const nina = embedded.store.userByName('nina');
  const withdrawn = nina === undefined || workspace.sharedWith.length > 0 || random(3) === 0;
  workspace.sharedWith = withdrawn
    ? []
    : [{ actorType: 'user', id: nina.id, name: nina.name, avatarUrl: nina.avatarUrl, roles: ['use'] }];
};

const changeRoles: Change = ({ embedded }) => {
  const user = embedded.store.userByName('tara');
  if (user) user.roles = user.roles.length > 0 ? [] : ['template-admin'];
};

const hideTemplate: Change = (world) => {
  const template = world.embedded.control.template(pick(world, TEMPLATES));
  template.readable = template.readable !== true;
};

const changeToken: Change = (world) => {
  const name = pick(world, [...world.tokens.keys()]);
  const token = world.tokens.get(name) ?? '';
  world.embedded.control.revokeToken(token);
  // For a while the caller goes on with the token that is unknown now.
  if (world.random(2) === 0) world.tokens.set(name, world.embedded.control.addToken(name));
};

const renewTokens: Change = (world) => {
  for (const name of world.tokens.keys()) world.tokens.set(name, world.embedded.control.addToken(name));
};

const changeState: Change = ({ random }, _, build) => {
  build.state = Buffer.from(`{"serial":${random(100)}}`);
};

const settle: Change = ({ clock }) => clock.advance(11 * 60_000);
const wait: Change = ({ clock, random }) => clock.advance(random(90_000));

const changes: readonly [weight: number, change: Change][] = [
  [30, advance],
  [16, appendLogs],
  [10, changeAgents],
  [2, rename],
  [4, share],
  [1, changeRoles],
  [1, hideTemplate],
  [1, changeToken],
  [2, renewTokens],
  [2, changeState],
  [4, settle],
  [10, wait],
];
const bag = changes.flatMap(([weight, change]) => Array.from({ length: weight }, () => change));

/** Changes something as the real Coder, its workers, agents and administrators may. */
export function changeSomething(world: World): void {
  const workspace = pick(world, world.workspaces);
  pick(world, bag)(world, workspace, workspace.builds.at(-1) as BuildRow);
}
