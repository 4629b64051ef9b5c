import * as rest from '../coder/rest/agent.ts';
import type { AppNode, MaybePromise } from '../loaders/nodes.ts';
import { workspaceUrl } from './build.ts';
import type { RequestContext } from './context.ts';

/**
 * Where Coder's UI opens an app. An external address goes to people as the template has it: the UI alone replaces its
 * placeholder for a token.
 */
export function openUrl(app: AppNode, context: RequestContext): MaybePromise<string | null> {
  const json = app.app;
  if (rest.app.read(json, 'external')) return rest.app.read(json, 'url');
  if (rest.app.read(json, 'command') !== null) return null;
  const subdomain = rest.app.read(json, 'subdomain') ? rest.app.read(json, 'subdomain_name') : null;
  if (subdomain === null) return pathUrl(app, context);
  return context.loaders.appHost().then((host) => {
    if (host === null) return pathUrl(app, context);
    const { protocol } = new URL(context.session.fact('linkBase'));
    return `${protocol}//${host.replace('*', subdomain)}/`;
  });
}

/** Null for the app of an agent that was read by its id: Coder does not say which workspace that is in. */
function pathUrl({ app, agent }: AppNode, context: RequestContext): string | null {
  const workspace = agent.resource?.build.workspace;
  if (!workspace) return null;
  const name = encodeURIComponent(rest.agent.read(agent.agent, 'name'));
  const slug = encodeURIComponent(rest.app.read(app, 'slug'));
  return `${workspaceUrl(workspace.ownerName, workspace.name, context)}.${name}/apps/${slug}/`;
}
