import { uuidFrom } from '../state/random.ts';
import type { Flavor, JobRow, ParameterDefinition, TemplateRow, UserRow, VersionRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { seedWorkspaces } from './workspaces.ts';

/** The people, templates and workers that the embedded Coder begins with. All times are relative to its start. */

const DAY = 86_400_000;

/** The users to sign in as; their tokens never change. */
export const DEMO_USERS = [
  { username: 'mira', role: 'owner', token: 'MiraOwner1-demoSecret0123456789Mi' },
  { username: 'tara', role: 'template-admin', token: 'TaraAdmin2-demoSecret0123456789Ta' },
  { username: 'omar', role: 'member', token: 'OmarMembr3-demoSecret0123456789Om' },
] as const;

export const ORGANIZATION_ID = 'f7ff79d7-a5da-4689-9961-1f5d1cdc9137';
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

function parameter(name: string, rest: Partial<ParameterDefinition> = {}): ParameterDefinition {
  return {
    name,
    displayName: name,
    type: 'string',
    defaultValue: '',
    required: false,
    mutable: true,
    pattern: null,
    patternError: 'The value is not one of those allowed.',
    min: null,
    max: null,
    ...rest,
  };
}

const PARAMETERS: Record<Flavor, ParameterDefinition[]> = {
  docker: [
    parameter('cpu', { defaultValue: '4', pattern: /^(2|4|8|16)$/, patternError: 'Choose 2, 4, 8 or 16.' }),
    parameter('dotfiles_uri'),
    parameter('extensions', { type: 'list(string)', defaultValue: '["golang.go","biomejs.biome"]' }),
    parameter('greeting', { defaultValue: 'God morgen, verden! 🌅 <&>' }),
  ],
  kubernetes: [
    parameter('namespace', { defaultValue: 'coder-workspaces', pattern: /^[a-z0-9-]+$/ }),
    parameter('memory', { type: 'number', defaultValue: '8', min: 1, max: 64 }),
    parameter('notes', { defaultValue: 'Längre text, som ingen läser. '.repeat(40).trim() }),
  ],
  aws: [
    parameter('region', { defaultValue: 'eu-north-1', pattern: /^[a-z]+-[a-z]+-\d$/, mutable: false }),
    parameter('instance_type', { defaultValue: 'm7i.2xlarge' }),
    parameter('gpu', { type: 'bool', defaultValue: 'false', pattern: /^(true|false)$/ }),
  ],
};

const SMALL: Record<Flavor, Record<string, string>> = {
  docker: { cpu: '2' },
  kubernetes: { memory: '4' },
  aws: { instance_type: 'm7i.large', gpu: 'false' },
};

const TEMPLATES: (Partial<TemplateRow> & Pick<TemplateRow, 'name' | 'flavor'>)[] = [
  { name: 'docker', flavor: 'docker', displayName: 'Docker Containers', icon: '/icon/docker.png' },
  {
    name: 'kubernetes',
    flavor: 'kubernetes',
    displayName: 'Kubernetes Deployment',
    icon: '/icon/k8s.png',
    dailyCost: 12,
  },
  { name: 'aws-linux', flavor: 'aws', displayName: 'AWS EC2 (Linux)', icon: '/icon/aws.svg', dailyCost: 40 },
  // Owners only may cancel here, and only the active version may be built.
  {
    name: 'locked-down',
    flavor: 'docker',
    displayName: 'Locked down',
    allowUserCancel: false,
    requireActiveVersion: true,
  },
  {
    name: 'classic',
    flavor: 'docker',
    displayName: 'Classic parameters',
    classicParameterFlow: true,
    autostartAllowed: false,
  },
  { name: 'hidden', flavor: 'docker', displayName: 'Hidden', readable: false },
  { name: 'tasks', flavor: 'aws', displayName: 'Coding agents', aiTask: true, icon: '/icon/claude.svg' },
  { name: 'oslo', flavor: 'kubernetes', displayName: 'Oslo data center', deprecated: true },
];

const VERSION_NAMES = ['quiet_heron7', 'brave_otter2', 'eager_lynx9', 'mellow_finch4'];

function seedTemplates(store: Store): void {
  const start = store.now();
  for (const [index, input] of TEMPLATES.entries()) {
    const template: TemplateRow = {
      id: uuidFrom(`template/${input.name}`),
      organizationId: ORGANIZATION_ID,
      displayName: '',
      icon: '',
      activeVersionId: uuidFrom(`version/${input.name}/2`),
      allowUserCancel: true,
      requireActiveVersion: false,
      classicParameterFlow: false,
      autostartAllowed: true,
      deprecated: false,
      deleted: false,
      readable: true,
      aiTask: false,
      dailyCost: 0,
      createdAt: start - (300 - index) * DAY,
      ...input,
    };
    store.templates.set(template.id, template);
    for (const number of [1, 2]) {
      addVersion(store, template, {
        id: uuidFrom(`version/${template.name}/${number}`),
        name: VERSION_NAMES[(index + number) % VERSION_NAMES.length] ?? `v${number}`,
        createdAt: start - (number === 1 ? 200 : 30) * DAY,
      });
    }
  }
}

/** Adds an imported version of a template; the job tells how the import went. */
export function addVersion(
  store: Store,
  template: TemplateRow,
  input: Partial<Omit<VersionRow, 'job'>> & { job?: Partial<JobRow> } = {},
): VersionRow {
  const at = input.createdAt ?? store.now();
  const id = input.id ?? store.random.uuid();
  const tags: Record<string, string> = { owner: '', scope: 'organization' };
  if (template.name === 'oslo') tags.datacenter = 'oslo';
  const createdBy = store.userByName('tara')?.id ?? '';
  const version: VersionRow = {
    templateId: template.id,
    name: `version_${store.versions.size + 1}`,
    message: '',
    createdBy,
    parameters: PARAMETERS[template.flavor],
    presets: [
      {
        id: uuidFrom(`preset/${id}/small`),
        name: 'Small',
        description: 'For light work',
        isDefault: false,
        values: SMALL[template.flavor],
      },
    ],
    tags,
    legacySchemas: false,
    tagProblem: null,
    ...input,
    id,
    createdAt: at,
    job: {
      id: uuidFrom(`import/${id}`),
      type: 'template_version_import',
      buildId: null,
      versionId: id,
      createdAt: at,
      startedAt: at + 212,
      completedAt: at + 9_120,
      canceledAt: null,
      updatedAt: at + 9_120,
      error: '',
      errorCode: '',
      inputError: '',
      workerId: uuidFrom('daemon/built-in-1'),
      fileId: uuidFrom(`file/${id}`),
      tags,
      organizationId: template.organizationId,
      initiatorId: createdBy,
      logs: [],
      logBytes: 0,
      logsOverflowed: false,
      ...input.job,
    },
  };
  store.versions.set(id, version);
  store.jobs.set(version.job.id, version.job);
  return version;
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
