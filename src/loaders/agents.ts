import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { AppStatus, LogSource } from '../coder/model.ts';
import { itemsOf } from '../coder/response/check.ts';
import * as rest from '../coder/rest/agent.ts';
import { build as ofBuild, resource as ofResource } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import { Embedded } from './embedded.ts';
import type { AgentNode, BuildNode } from './nodes.ts';
import { unbatchedLoader } from './unbatched-loader.ts';

/** What writes to the log of an agent. */
export interface LogSourceNode {
  source: LogSource;
  agent: AgentNode;
}

/** What an app has said; it names its app and agent itself. */
export interface AppStatusNode {
  status: AppStatus;
}

/** Agents of one request. Those that came with a build know their resource and cost no call. */
export class AgentLoader {
  readonly #byId: DataLoader<Uuid, AgentNode | null>;
  readonly #embedded = new Embedded<AgentNode>();

  constructor(session: CoderSession) {
    this.#byId = unbatchedLoader(async (workspaceagent) => {
      const agent = await session.read(endpoints.agent, { path: { workspaceagent } });
      return agent && { agent, resource: undefined };
    });
  }

  byId(id: Uuid): Promise<AgentNode | null> {
    const known = this.#embedded.find(id);
    return known ? Promise.resolve(known) : this.#byId.load(id);
  }

  /** Reading the agents of this build costs nothing from then on. */
  primeFrom(build: BuildNode): void {
    this.#embedded.add(() => agentsOf(build));
  }

  clear(): void {
    this.#byId.clearAll();
    this.#embedded.clear();
  }
}

/** The agents of a build whose ids can be read. */
function* agentsOf(build: BuildNode): Iterable<readonly [Uuid, AgentNode]> {
  const resources = ofBuild.peek(build.data, 'resources');
  for (const item of resources ? itemsOf(resources) : []) {
    const resource = ofResource.peekObject(item);
    if (!resource) continue;
    const agents = ofResource.peek(resource, 'agents');
    for (const inner of agents ? itemsOf(agents) : []) {
      const agent = rest.agent.peekObject(inner);
      const id = agent && rest.agent.peek(agent, 'id');
      if (agent && id !== undefined) yield [id, { agent, resource: { resource, build } }];
    }
  }
}
