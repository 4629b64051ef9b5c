import { type Context, envelope, json, refuse } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { renderAgent } from '../render/agent.ts';
import { isOlderThan } from '../state/age.ts';
import { agentLogsReply } from './agent-logs.ts';
import { watchMetadata } from './agent-metadata.ts';
import { pathAgent } from './lookup.ts';

/** The reads of workspace agents. */
export function addAgentRoutes(router: Router, version: string): void {
  const base = '/api/v2/workspaceagents/{workspaceagent}';
  const check = (context: Context): void => {
    needAgent(context);
  };
  // These routes also serve external proxies, hence the other words to callers without a token.
  const unauthorized = () => envelope(401, 'API key or external proxy authentication required, but none provided');
  router.subtree(base, check, { unauthorized });
  router.add('GET', base, (context) => {
    const { agent, workspace } = needAgent(context);
    return json(renderAgent(context.store, agent, workspace));
  });
  router.add('GET', `${base}/logs`, (context) => {
    const { agent, build } = needAgent(context);
    return agentLogsReply(context, agent, build);
  });
  if (!isOlderThan(version, 22))
    router.add('GET', `${base}/watch-metadata-ws`, (context) => watchMetadata(context, needAgent(context).agent));
}

function needAgent(context: Context): NonNullable<ReturnType<typeof pathAgent>> {
  return pathAgent(context) ?? refuse(404, "Agent doesn't exist with that id, or you do not have access to it.");
}
