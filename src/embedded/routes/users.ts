import { type Context, json, type Reply } from '../http/http.ts';
import { page, readPaging } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { renderUser } from '../render/workspace.ts';
import { mayReadUser } from '../state/permissions.ts';
import type { UserRow } from '../state/rows.ts';
import { pathUser } from './lookup.ts';
import { SearchReader } from './search-reader.ts';

/** The reads of users. */
export function addUserRoutes(router: Router): void {
  router.subtree('/api/v2/users');
  router.add('GET', '/api/v2/users', listUsers);
  router.add('GET', '/api/v2/users/{user}', (context) => json(renderUser(context.store, pathUser(context))));
}

function listUsers(context: Context): Reply {
  const { store, user: viewer } = context;
  const paging = readPaging(context);
  const search = new SearchReader(context, 'search', 'Invalid user search query.');
  const tests = userTests(search);
  search.finish();
  const rows = [...store.users.values()].filter(
    (row) => row.username !== 'prebuilds' && mayReadUser(viewer, row) && tests.every((test) => test(row)),
  );
  rows.sort((a, b) => (a.username.toLowerCase() < b.username.toLowerCase() ? -1 : 1));
  const cursor = paging.afterId === null ? -1 : rows.findIndex((row) => row.id === paging.afterId);
  const shown = page(rows.slice(cursor + 1), paging);
  return json({ users: shown.map((row) => renderUser(store, row)), count: rows.length });
}

function userTests(search: SearchReader): ((user: UserRow) => boolean)[] {
  const tests: ((user: UserRow) => boolean)[] = [];
  const text = search.text('search');
  if (text !== '') {
    tests.push(({ username, email }) => [username, email].some((value) => value.toLowerCase().includes(text)));
  }
  const name = search.text('name');
  if (name !== '') tests.push((user) => user.name.toLowerCase().includes(name));
  const statuses = search.values('status', ['active', 'dormant', 'suspended']);
  if (statuses.length > 0) tests.push(({ status }) => statuses.includes(status));
  const roles = search.list('role');
  if (roles.length > 0) tests.push((user) => roles.some((role) => role === 'member' || user.roles.includes(role)));
  const logins = search.list('login_type');
  if (logins.length > 0) tests.push(({ loginType }) => logins.includes(loginType));
  const service = search.boolean('service_account');
  if (service !== null) tests.push(({ isServiceAccount }) => isServiceAccount === service);
  // Read and judged, but not filtered by.
  for (const key of ['last_seen_before', 'last_seen_after', 'created_before', 'created_after']) search.time(key);
  search.text('github_com_user_id');
  return tests;
}
