import { uuidFrom } from '../state/random.ts';
import type { UserRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { DAY, ORGANIZATION_ID, seedTemplates } from './templates.ts';
import { seedWorkspaces } from './workspaces.ts';

/** The people, templates and workers that the embedded Coder begins with. All times are relative to its start. */

/** The users to sign in as; their tokens never change. */
export const DEMO_USERS = [
  { username: 'mira', role: 'owner', token: 'MiraOwner1-demoSecret0123456789Mi' },
  { username: 'tara', role: 'template-admin', token: 'TaraAdmin2-demoSecret0123456789Ta' },
  { username: 'omar', role: 'member', token: 'OmarMembr3-demoSecret0123456789Om' },
] as const;

const PREBUILDS_USER_ID = 'c42fdf75-3097-471c-8c33-fb52454d81c0';

const PEOPLE: (Partial<UserRow> & { username: string; name: string })[] = [
  { username: 'mira', name: 'Mira Sol', roles: ['owner'] },
  { username: 'tara', name: 'Tara Lindqvist', roles: ['template-admin'], loginType: 'oidc' },
  { username: 'omar', name: 'Omar Haddad', loginType: 'github' },
  { username: 'nina', name: 'Nina Åström', avatarUrl: '' },
  { username: 'sven', name: 'Sven Berg', status: 'suspended' },
  { username: 'dora', name: '', status: 'dormant', lastSeenAt: null, avatarUrl: '' },
  { username: 'ci-bot', name: 'CI', isServiceAccount: true, loginType: 'token', avatarUrl: '' },
  { username: 'prebuilds', name: 'Prebuilds Owner', id: PREBUILDS_USER_ID, loginType: 'none', lastSeenAt: null },
];

export function seedStore(store: Store): void {
  seedPeople(store);
  seedTemplates(store);
  seedDaemons(store);
  seedWorkspaces(store);
}

function seedPeople(store: Store): void {
  const start = store.now();
  store.organizations.push(
    { id: ORGANIZATION_ID, name: 'coder', displayName: 'Coder', isDefault: true },
    { id: uuidFrom('organization/research'), name: 'research', displayName: 'Research', isDefault: false },
  );
  for (const [index, person] of PEOPLE.entries()) {
    const id =
      person.id ?? (index === 0 ? 'b92b2daa-c0ce-4c98-98c6-c26f8453b347' : uuidFrom(`user/${person.username}`));
    store.users.set(id, {
      email: `${person.username}@example.com`,
      avatarUrl: `https://avatars.example.com/${person.username}.png`,
      createdAt: start - (400 - index) * DAY,
      updatedAt: start - (20 - index) * DAY,
      lastSeenAt: start - index * 3_600_000,
      status: 'active',
      loginType: 'password',
      isServiceAccount: false,
      roles: [],
      organizationRoles: [],
      organizationIds: [ORGANIZATION_ID],
      ...person,
      id,
    });
  }
  for (const { username, token } of DEMO_USERS) {
    const [id = '', secret = ''] = token.split('-');
    const userId = store.userByName(username)?.id ?? '';
    store.addToken({ id, secret, userId, expiresAt: null, problem: null });
  }
}

function seedDaemons(store: Store): void {
  const tags = { owner: '', scope: 'organization' };
  const add = (name: string, alive: boolean, extra: Record<string, string> = {}): void => {
    store.daemons.push({
      id: uuidFrom(`daemon/${name}`),
      name,
      organizationId: ORGANIZATION_ID,
      tags: { ...tags, ...extra },
      lastSeenAt: store.now() - (alive ? 0 : 4 * DAY),
      alive,
    });
  };
  add('built-in-1', true);
  add('built-in-2', true);
  add('retired', false);
  add('oslo-1', true, { datacenter: 'oslo' });
}
