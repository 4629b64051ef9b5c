import type DataLoader from 'dataloader';
import { endpoints } from '../coder/endpoints.ts';
import type { Agent } from '../coder/model.ts';
import * as rest from '../coder/rest/agent.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import type { CoderSession } from '../coder/session.ts';
import type { AgentNode, ResourceNode } from './nodes.ts';
import { unbatchedLoader } from './unbatched-loader.ts';

/** Agents of one request. Those that came with a build know their resource and cost no call. */
export class AgentLoader {
  readonly #byId: DataLoader<Uuid, AgentNode | null>;

  constructor(session: CoderSession) {
    this.#byId = unbatchedLoader(async (workspaceagent) => {
      const agent = await session.read(endpoints.agent, { path: { workspaceagent } });
      return agent && { agent, resource: undefined };
    });
  }

  byId(id: Uuid): Promise<AgentNode | null> {
    return this.#byId.load(id);
  }

  prime(agent: Agent, resource: ResourceNode): void {
    const id = rest.agent.peek(agent, 'id');
    if (id !== undefined) this.#byId.prime(id, { agent, resource });
  }

  clear(): void {
    this.#byId.clearAll();
  }
}
