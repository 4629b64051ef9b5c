import type { FeedBuilds } from './feed-builds.ts';
import { CODER_VERSION, uuid } from './identifiers.ts';
import type { Fixture } from './workspace-data.ts';

export interface Answer {
  status: number;
  body: Buffer;
}

/** Which requests change a build before they are answered. */
export type Change = 'none' | 'workspaces' | 'builds';

export interface RouteOptions {
  fixture: Fixture;
  feeds: FeedBuilds;
  change: () => Change;
}

const json = (value: unknown, status = 200): Answer => ({ status, body: Buffer.from(`${JSON.stringify(value)}\n`) });

const notFound = json({ message: 'Resource not found or you do not have access to this resource' }, 404);
export const unauthorized = json(
  { message: 'You are signed out or your session has expired. Please sign in again to continue.' },
  401,
);

/** Answers the REST calls that a read or a feed takes, below `/api/v2`. */
export function createRoutes({ fixture, feeds, change }: RouteOptions): (path: string) => Answer {
  let polls = 0;
  const found = (body: Buffer | undefined): Answer => (body ? { status: 200, body } : notFound);

  return (target) => {
    const question = target.indexOf('?');
    const path = question < 0 ? target : target.slice(0, question);
    const query = new URLSearchParams(question < 0 ? '' : target.slice(question + 1));
    // 0 is "no limit", as in Coder.
    const limit = Number(query.get('limit') ?? 0) || Number.MAX_SAFE_INTEGER;
    const offset = Number(query.get('offset') ?? 0);
    const [, root, id = '', leaf] = path.split('/');

    if (root === 'workspaces' && id === '') {
      if (change() === 'workspaces') fixture.touch(polls++ % Math.min(limit, 20));
      return found(fixture.workspaces(limit, offset));
    }
    if (root === 'workspaces' && leaf === 'builds') {
      const workspace = fixture.indexOf(id);
      if (workspace === undefined) return notFound;
      if (change() === 'builds') fixture.touch(workspace);
      return found(fixture.builds(workspace, limit, offset));
    }
    if (root === 'workspaces' && leaf === undefined) return found(fixture.workspace(id));
    if (root === 'workspacebuilds' && leaf === 'parameters') return found(fixture.parameters(id));
    if (root === 'workspacebuilds' && leaf === undefined) return found(fixture.build(id) ?? feeds.build(id));
    if (root === 'workspacebuilds' && leaf === 'logs') return found(feeds.logs(id, Number(query.get('after') ?? 0)));
    if (root === 'buildinfo')
      return json({ external_url: '', version: CODER_VERSION, deployment_id: uuid('deployment') });
    if (root === 'users')
      return json({ id: uuid('user user-0'), username: 'user-0', name: 'Mira Sol', email: 'mira@example.com' });
    console.error(`upstream: no route for ${target}`);
    return notFound;
  };
}
