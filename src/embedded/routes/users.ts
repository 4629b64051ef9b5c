import { type Context, envelope, json, type Reply } from '../http/http.ts';
import { page, readPaging } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { renderUser } from '../render/workspace.ts';
import { mayReadUser } from '../state/permissions.ts';
import type { UserRow } from '../state/rows.ts';
import { pathUser } from './lookup.ts';
import { parseTerms } from './search-terms.ts';

/** The reads of users. */
export function addUserRoutes(router: Router): void {
  router.subtree('/api/v2/users');
  router.add('GET', '/api/v2/users', listUsers);
  router.add('GET', '/api/v2/users/{user}', (context) => json(renderUser(context.store, pathUser(context))));
}

function listUsers(context: Context): Reply {
  const { store, user: viewer } = context;
  const paging = readPaging(context);
  const parsed = parseTerms(context.query.get('q') ?? '', ['search']);
  if ('problem' in parsed) return envelope(400, 'Invalid user search query.', '', [parsed.problem]);
  let rows = [...store.users.values()].filter((row) => row.username !== 'prebuilds' && mayReadUser(viewer, row));
  for (const [key, values] of parsed.terms) {
    const test = userTest(key, values);
    if (test === null) {
      return envelope(400, 'Invalid user search query.', '', [
        { field: key, detail: `"${key}" is not a valid query param` },
      ]);
    }
    rows = rows.filter(test);
  }
  rows.sort((a, b) => (a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1));
  const cursor = paging.afterId === null ? -1 : rows.findIndex((row) => row.id === paging.afterId);
  const shown = page(rows.slice(cursor + 1), paging);
  return json({ users: shown.map((row) => renderUser(store, row)), count: rows.length });
}

function userTest(key: string, values: string[]): ((user: UserRow) => boolean) | null {
  const [value = ''] = values;
  const wanted = values.flatMap((list) => list.split(','));
  if (key === 'search') {
    return (user) => user.username.toLowerCase().includes(value) || user.email.toLowerCase().includes(value);
  }
  if (key === 'name') return (user) => user.name.toLowerCase().includes(value);
  if (key === 'status') return (user) => wanted.includes(user.status);
  if (key === 'role') return (user) => wanted.some((role) => role === 'member' || user.roles.includes(role));
  if (key === 'login_type') return (user) => wanted.includes(user.loginType);
  if (key === 'service_account') return (user) => String(user.isServiceAccount) === value;
  return /^(last_seen|created)_(before|after)$|^github_com_user_id$/.test(key) ? () => true : null;
}
