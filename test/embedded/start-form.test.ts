import { expect, it } from 'vitest';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { call, follow, postBuild, startCoder } from './support.ts';

it('should show a form with every kind of parameter, and its presets with capitalized keys', async () => {
  const coder = await startCoder();
  const { activeVersionId } = coder.control.template('lab');
  const parameters = await call(coder, `/templateversions/${activeVersionId}/rich-parameters`);
  expect(parameters.json.map(({ form_type }: { form_type: string }) => form_type)).toEqual([
    'radio',
    'dropdown',
    'slider',
    'switch',
    'multi-select',
    'tag-select',
    'input',
    'textarea',
    'checkbox',
  ]);
  expect(parameters.json[0]).toEqual({
    name: 'region',
    display_name: 'Region',
    description: 'Where the workspace runs. See [the map](https://example.com/map).',
    description_plaintext: 'Where the workspace runs. See the map.',
    type: 'string',
    form_type: 'radio',
    mutable: false,
    default_value: 'eu-north-1',
    icon: '/emojis/1f30d.png',
    options: [
      {
        name: 'Stockholm',
        description: 'Closest to **most** of us',
        value: 'eu-north-1',
        icon: '/emojis/1f1f8-1f1ea.png',
      },
      { name: 'Ohio', description: '', value: 'us-east-2', icon: '/emojis/1f1fa-1f1f8.png' },
    ],
    required: false,
    ephemeral: false,
  });
  expect(parameters.json[2]).toMatchObject({
    validation_min: 10,
    validation_max: 200,
    validation_monotonic: 'increasing',
  });
  const presets = await call(coder, `/templateversions/${activeVersionId}/presets`);
  expect(presets.json[0]).toEqual({
    ID: expect.any(String),
    Name: 'Everyday',
    Parameters: [
      { Name: 'size', Value: 's' },
      { Name: 'branch', Value: 'main' },
    ],
    Default: true,
    DesiredPrebuildInstances: 2,
    Description: 'What most people want',
    Icon: '/emojis/2600.png',
  });
});

it('should list archived versions only when asked, and null for no presets', async () => {
  const coder = await startCoder();
  const { id } = coder.control.template('lab');
  const names = async (query: string) =>
    (await call(coder, `/templates/${id}/versions${query}`)).json.map(({ name }: { name: string }) => name);
  expect(await names('')).toEqual(['lab_2', 'lab_3', 'lab_4']);
  expect(await names('?include_archived=true')).toEqual(['lab_1', 'lab_2', 'lab_3', 'lab_4']);
  const [archived] = (await call(coder, `/templates/${id}/versions?include_archived=true&limit=1`)).json;
  expect(archived).toMatchObject({ archived: true, readme: expect.stringContaining('# Lab') });
  expect((await call(coder, `/templateversions/${archived.id}/presets`)).json).toBeNull();
});

it('should answer 425 for the parameters of a version whose import has not ended', async () => {
  const coder = await startCoder();
  const { id } = coder.control.template('lab');
  const importing = (await call(coder, `/templates/${id}/versions`)).json.at(-1);
  expect(importing.job).toMatchObject({ type: 'template_version_import', status: 'running' });
  const answer = await call(coder, `/templateversions/${importing.id}/rich-parameters`);
  expect([answer.status, answer.json]).toEqual([425, { message: 'Template version job has not finished' }]);
});

it.each([
  ['size', 'xl', 'Value must be a valid option; the value "xl" must be defined as one of options'],
  ['tools', '["vim"]', 'Value must be a valid option; the value "[\\"vim\\"]" must be defined as one of options'],
  [
    'disk_gib',
    '15',
    "Invalid parameter value according to 'validation' block; parameter value must be equal or greater than previous value: 20",
  ],
])('should refuse %s = %s', async (name, value, detail) => {
  const coder = await startCoder();
  coder.control.createFinishedBuild(coder.control.createWorkspace({ name: 'bench', template: 'lab' }), {
    parameters: [
      { name: 'disk_gib', value: '20' },
      { name: 'branch', value: 'main' },
    ],
  });
  const given = [{ name, value }];
  const answer = await postBuild(coder, 'bench', { transition: 'start', rich_parameter_values: given });
  expect([answer.status, answer.json]).toMatchObject([400, { validations: [{ field: name, detail }] }]);
});

it('should begin each build with the default of an ephemeral parameter', async () => {
  const coder = await startCoder();
  const workspace = coder.control.createWorkspace({ name: 'bench', template: 'lab' });
  coder.control.createFinishedBuild(workspace, {
    parameters: [
      { name: 'debug_once', value: 'true' },
      { name: 'note', value: 'kept' },
      { name: 'branch', value: 'main' },
    ],
  });
  const { json } = await postBuild(coder, 'bench', { transition: 'start' });
  const parameters = (await call(coder, `/workspacebuilds/${json.id}/parameters`)).json;
  expect(parameters).toContainEqual({ name: 'debug_once', value: 'false' });
  expect(parameters).toContainEqual({ name: 'note', value: 'kept' });
});

const check = (resource_type: string, action: string, rest = {}) => ({ object: { resource_type, ...rest }, action });

it('should tell a user what they may do', async () => {
  const coder = await startCoder();
  const own = coder.control.createWorkspace({ name: 'bench', owner: 'omar' });
  const shared = coder.workspace('borealis');
  const hidden = coder.workspace('atlas-dev');
  const [owner_id, organization_id] = [own.ownerId, own.organizationId];
  const ask = async (user: string, checks: Record<string, unknown>) =>
    (await call(coder, '/authcheck', { method: 'POST', user, body: { checks } })).json;
  expect(
    await ask('omar', {
      own: check('workspace', 'delete', { resource_id: own.id }),
      byOwner: check('workspace', 'start', { owner_id, organization_id }),
      me: check('workspace', 'read', { owner_id: 'me' }),
      sharedRead: check('workspace', 'read', { resource_id: shared.id }),
      sharedStop: check('workspace', 'stop', { resource_id: shared.id }),
      hidden: check('workspace', 'read', { resource_id: hidden.id }),
      templates: check('template', 'update'),
      nothing: check('nosuch', 'read'),
    }),
  ).toEqual({
    own: true,
    byOwner: true,
    me: false,
    sharedRead: true,
    sharedStop: false,
    hidden: false,
    templates: false,
    nothing: false,
  });
  expect(await ask('mira', { t: check('template', 'update'), w: check('workspace', 'delete', { owner_id }) })).toEqual({
    t: true,
    w: true,
  });
});

it.each([
  [
    Object.fromEntries(
      Array.from({ length: 11 }, (_, n) => [`c${n}`, check('workspace', 'read', { resource_id: 'x' })]),
    ),
    'Endpoint only supports using "resource_id" field 10 times, found 11 usages. Remove 1 objects with this field set.',
  ],
  [{ a: { object: {}, action: 'read' } }, 'Object\'s "resource_type" field must be defined for key "a".'],
  [{ a: check('workspace', 'read', { resource_id: 'x' }) }, 'Object "x" id is not a valid uuid.'],
])('should refuse checks that it cannot make', async (checks, message) => {
  const coder = await startCoder();
  const answer = await call(coder, '/authcheck', { method: 'POST', body: { checks } });
  expect([answer.status, answer.json.message]).toEqual([400, message]);
});

it('should tell the wildcard host of apps to those who are signed in', async () => {
  const coder = await startCoder();
  expect((await call(coder, '/applications/host')).json).toEqual({ host: '*.apps.example.com' });
  expect((await call(coder, '/applications/host', { user: null })).status).toBe(401);
});

it('should send all metadata at once, changes at most once a second, and otherwise every five seconds', async () => {
  const clock = new ManualClock();
  const coder = await startCoder({ clock });
  const latest = coder.workspace('atlas-dev').builds.at(-1);
  const [agent] = latest ? coder.control.agents(latest) : [];
  if (!agent) throw new Error('no agent');
  const watch = await follow(coder, `/workspaceagents/${agent.id}/watch-metadata-ws`);
  const values = (index: number) =>
    JSON.parse(watch.messages[index] ?? '').data.map(({ result }: { result: { value: string } }) => result.value);
  await watch.received(1);
  expect(JSON.parse(watch.messages[0] ?? '')).toMatchObject({
    type: 'data',
    data: [
      {
        result: { collected_at: expect.any(String), age: expect.any(Number), value: expect.any(String), error: '' },
        description: { display_name: 'CPU', key: 'cpu', script: 'coder stat cpu', interval: 10, timeout: 5 },
      },
      { description: { key: 'memory' } },
      { description: { key: 'disk' } },
    ],
  });
  clock.advance(1_000);
  await watch.received(2);
  coder.control.reportMetadata(agent, 'cpu', { value: '91%' });
  coder.control.reportMetadata(agent, 'cpu', { value: '92%' });
  clock.advance(1_000);
  await watch.received(3);
  expect(values(2)[0]).toBe('92%');
  clock.advance(4_000);
  await call(coder, '/buildinfo');
  expect(watch.messages).toHaveLength(3);
  clock.advance(1_000);
  await watch.received(4);
  expect(values(3)[0]).toBe('92%');
});

it('should refuse metadata to those who do not see the agent, and to plain requests', async () => {
  const coder = await startCoder();
  const latest = coder.workspace('atlas-dev').builds.at(-1);
  const [agent] = latest ? coder.control.agents(latest) : [];
  const path = `/workspaceagents/${agent?.id}/watch-metadata-ws`;
  expect((await call(coder, path)).status).toBe(426);
  await expect(follow(coder, path, { user: 'omar' })).rejects.toThrow('404');
});
