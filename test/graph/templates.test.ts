import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/resolvers/ids.ts';
import { startGateway, type TestGateway, type Wire } from '../support.ts';
import { uuid } from './full.ts';
import { fullParameter, fullPreset, fullTemplate, fullVersion } from './full-template.ts';

const TEMPLATE = 'GET /templates/{template}';
const VERSION = 'GET /templateversions/{templateversion}';
const PARAMETERS = `${VERSION}/rich-parameters`;
const PRESETS = `${VERSION}/presets`;

/** The template `lab` of the seed, which has every kind of parameter, and its versions from the oldest. */
function lab({ embedded }: TestGateway) {
  const template = [...embedded.store.templates.values()].find(({ name }) => name === 'lab');
  if (!template) throw new Error('the seed has no template "lab"');
  const versions = [...embedded.store.versions.values()]
    .filter(({ templateId }) => templateId === template.id)
    .sort((a, b) => a.createdAt - b.createdAt);
  const active = versions.find(({ id }) => id === template.activeVersionId);
  if (!active) throw new Error('it has no active version');
  return { template, versions, active };
}

/** Answers with one of everything that has all there may be. */
async function startFull(form: { parameter?: object; preset?: object } = {}) {
  const gateway = await startGateway();
  const { template, active } = lab(gateway);
  const answer = (route: string, body: unknown) => gateway.embedded.faults.add({ route, mutate: () => body });
  answer('/templates/{template}', { ...fullTemplate, id: template.id });
  answer('/templateversions/{templateversion}', { ...fullVersion, id: active.id, template_id: template.id });
  answer('/templateversions/{templateversion}/rich-parameters', [{ ...fullParameter, ...form.parameter }]);
  answer('/templateversions/{templateversion}/presets', [{ ...fullPreset, ...form.preset }]);
  return { ...gateway, template, active };
}

describe('every value arrives', () => {
  it.each([
    ['uuid', 'its own'],
    ['name', fullTemplate.name],
    ['displayName', fullTemplate.display_name],
    ['icon', fullTemplate.icon],
    ['activeVersionId', fullTemplate.active_version_id],
    ['description', fullTemplate.description],
    ['deprecated', true],
    ['allowUserCancelWorkspaceJobs', true],
    ['requireActiveVersion', true],
    ['useClassicParameterFlow', true],
  ])('of a template: %s', async (field, value) => {
    const { query, calls, template } = await startFull();
    const { data, errors } = await query(`{ template(id: "${template.id}") { ${field} } }`);
    expect(errors).toBeUndefined();
    expect(data.template[field]).toBe(field === 'uuid' ? template.id : value);
    expect(calls()).toEqual([TEMPLATE]);
  });

  it.each([
    ['name', fullVersion.name],
    ['message', fullVersion.message],
    ['readme', fullVersion.readme],
    ['createdAt', fullVersion.created_at],
    ['createdBy { uuid }', { uuid: fullVersion.created_by.id }],
    ['createdBy { username }', { username: 'author' }],
    ['createdBy { name }', { name: 'The Author' }],
    ['createdBy { avatarUrl }', { avatarUrl: 'https://example.com/author.png' }],
    ['archived', true],
    ['job { uuid }', { uuid: fullVersion.job.id }],
    ['job { build { uuid } resources { name } }', { build: null, resources: [] }],
    ['job { queuePosition queueSize }', { queuePosition: 3, queueSize: 4 }],
    ['job { initiator { uuid } }', { initiator: { uuid: fullVersion.job.initiator_id } }],
  ])('of a version: %s', async (selection, value) => {
    const { query, calls, active } = await startFull();
    const { data, errors } = await query(`{ templateVersion(id: "${active.id}") { shown: ${selection} } }`);
    expect(errors).toBeUndefined();
    const expected =
      selection === 'job { queuePosition queueSize }'
        ? { queuePosition: fullVersion.job.queue_position, queueSize: fullVersion.job.queue_size }
        : value;
    expect(data.templateVersion.shown).toEqual(expected);
    expect(calls()).toEqual([VERSION]);
  });

  it.each([
    ['name', fullParameter.name],
    ['displayName', fullParameter.display_name],
    ['description', fullParameter.description],
    ['descriptionPlaintext', fullParameter.description_plaintext],
    ['type', 'LIST_STRING'],
    ['formType', 'MULTI_SELECT'],
    ['mutable', true],
    ['required', true],
    ['ephemeral', true],
    ['defaultValue', fullParameter.default_value],
    ['icon', fullParameter.icon],
    ['options { name }', [{ name: 'Option' }]],
    ['options { description }', [{ description: 'option description' }]],
    ['options { value }', [{ value: 'a' }]],
    ['options { icon }', [{ icon: '/icon/option.svg' }]],
    ['validation { error }', { error: 'Not that.' }],
    ['validation { regex }', { regex: '^a$' }],
    ['validation { min }', { min: -2_147_483_648 }],
    ['validation { max }', { max: 2_147_483_647 }],
    ['validation { monotonic }', { monotonic: 'INCREASING' }],
  ])('of a parameter: %s', async (selection, value) => {
    const { query, active } = await startFull();
    const { data, errors } = await query(
      `{ templateVersion(id: "${active.id}") { parameters { shown: ${selection} } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.templateVersion.parameters).toEqual([{ shown: value }]);
  });

  it.each([
    ['uuid', fullPreset.ID],
    ['name', fullPreset.Name],
    ['description', fullPreset.Description],
    ['icon', fullPreset.Icon],
    ['default', true],
    ['parameters { name }', [{ name: 'parameter-name' }]],
    ['parameters { value }', [{ value: '["b"]' }]],
    ['desiredPrebuildInstances', 3],
  ])('of a preset: %s', async (selection, value) => {
    const { query, active } = await startFull();
    const { data, errors } = await query(`{ templateVersion(id: "${active.id}") { presets { shown: ${selection} } } }`);
    expect(errors).toBeUndefined();
    expect(data.templateVersion.presets).toEqual([{ shown: value }]);
  });
});

describe('what is unset', () => {
  it('of a parameter is null, and one without rules has no validation', async () => {
    const unset = Object.fromEntries(Object.keys(fullParameter).map((key) => [key, undefined])) as object;
    const { name, description, type, mutable, required, ephemeral } = fullParameter;
    const bare = { name, description, description_plaintext: '', type, mutable, required, ephemeral };
    const parameter = { ...unset, ...bare, form_type: '', default_value: '', icon: '', options: null };
    const { query, active } = await startFull({ parameter });
    const { data, errors } = await query(`{ templateVersion(id: "${active.id}") {
      parameters { displayName formType icon options { name } validation { error } }
    } }`);
    expect(errors).toBeUndefined();
    expect(data.templateVersion.parameters).toEqual([
      { displayName: null, formType: null, icon: null, options: [], validation: null },
    ]);
  });

  it('of a preset is null, and no presets are an empty list', async () => {
    const preset = { Icon: '', DesiredPrebuildInstances: null, Parameters: null };
    const document = (id = '') => `{ templateVersion(id: "${id}") {
      presets { icon desiredPrebuildInstances parameters { name } }
    } }`;
    const full = await startFull({ preset });
    expect((await full.query(document(full.active.id))).data.templateVersion.presets).toEqual([
      { icon: null, desiredPrebuildInstances: null, parameters: [] },
    ]);
    // Coder sends null for the oldest version, which has none.
    const gateway = await startGateway();
    const { data, errors } = await gateway.query(document(lab(gateway).versions[0]?.id));
    expect(errors).toBeUndefined();
    expect(data.templateVersion.presets).toEqual([]);
  });

  it('a value that is wrong costs its parameter or preset, or the field where that is nullable', async () => {
    const { query, active } = await startFull({
      parameter: { validation_min: 'low', mutable: 1 },
      preset: { Name: 5 },
    });
    const { data, errors } = await query(`{ templateVersion(id: "${active.id}") {
      parameters { name validation { min } } mutable: parameters { mutable } presets { name }
    } }`);
    expect(data.templateVersion).toEqual({
      parameters: [{ name: fullParameter.name, validation: null }],
      mutable: [],
      presets: [],
    });
    const byPath = (a: Wire, b: Wire) => (a.path.join() < b.path.join() ? -1 : 1);
    expect(errors?.toSorted(byPath)).toMatchObject([
      { path: ['templateVersion', 'mutable'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
      { path: ['templateVersion', 'parameters', 0, 'validation'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
      { path: ['templateVersion', 'presets'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } },
    ]);
  });
});

describe('what it costs', () => {
  const KNOWN =
    'id uuid name displayName icon activeVersionId allowUserCancelWorkspaceJobs requireActiveVersion useClassicParameterFlow';

  it('the known parts of a template that came with a workspace cost nothing, the rest one read', async () => {
    const { query, calls } = await startGateway();
    const document = (fields: string) => `{ workspaces(first: 100) { nodes { template { ${fields} } } } }`;
    expect((await query(document(KNOWN))).errors).toBeUndefined();
    expect(calls()).toEqual(['GET /workspaces']);
    const { data } = await query(document(`${KNOWN} description deprecated`));
    const ids = new Set(data.workspaces.nodes.map(({ template }: Wire) => template.uuid));
    expect(calls().filter((call) => call === TEMPLATE)).toHaveLength(ids.size);
  });

  it('a form costs three calls', async () => {
    const gateway = await startGateway();
    const { active } = lab(gateway);
    const { data, errors } = await gateway.query(`{ templateVersion(id: "${active.id}") {
      name readme createdBy { username } job { status }
      parameters { name type options { value } validation { regex } }
      presets { uuid name parameters { name value } }
    } }`);
    expect(errors).toBeUndefined();
    expect(gateway.calls().toSorted()).toEqual([VERSION, PRESETS, PARAMETERS].toSorted());
    expect(data.templateVersion.parameters).toHaveLength(active.parameters.length);
    expect(data.templateVersion.presets).toHaveLength(active.presets.length);
  });

  it('twenty builds of one version read it once', async () => {
    const { embedded, query, calls } = await startGateway();
    const { data } = await query(`{ workspace(id: "${embedded.workspace('citadel').id}") {
      builds(first: 20) { nodes { templateVersion { uuid message template { name } } } }
    } }`);
    const ids = new Set(data.workspace.builds.nodes.map(({ templateVersion }: Wire) => templateVersion.uuid));
    const made = calls();
    expect(made.filter((call) => call === VERSION)).toHaveLength(ids.size);
    expect(made.filter((call) => call === TEMPLATE)).toHaveLength(1);
  });
});

describe('nodes', () => {
  it('templates, versions and import jobs are found again by their ids', async () => {
    const gateway = await startGateway();
    const { template, active } = lab(gateway);
    const { data } = await gateway.query(
      `{ template(id: "${template.id}") { __typename id activeVersion { __typename id job { __typename id } } } }`,
    );
    const { activeVersion, ...shown } = data.template;
    const { job, ...version } = activeVersion;
    expect(version.id).toBe(encodeNodeId('TemplateVersion', active.id));
    gateway.calls();
    for (const [object, call] of [
      [shown, TEMPLATE],
      [version, VERSION],
      [job, VERSION],
    ]) {
      const found = await gateway.query(`{ node(id: "${object.id}") { __typename id } }`);
      expect(found.data.node).toEqual(object);
      expect(gateway.calls()).toEqual([call]);
    }
    for (const id of [
      encodeNodeId('Job', `import/${active.id}/${uuid(1)}`),
      encodeNodeId('Job', `import/${uuid(1)}/${uuid(1)}`),
      encodeNodeId('Template', uuid(1)),
    ])
      expect((await gateway.query(`{ node(id: "${id}") { id } }`)).data.node).toBeNull();
  });

  it('are null where they are hidden', async () => {
    const gateway = await startGateway();
    const hidden = [...gateway.embedded.store.templates.values()].find(({ readable }) => !readable);
    const { data, errors } = await gateway.query(
      `{ template(id: "${hidden?.id}") { name } templateVersion(id: "${hidden?.activeVersionId}") { name } }`,
      {},
      { user: 'omar' },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ template: null, templateVersion: null });
  });
});

it('parameters of a version that is being imported are an error of that field', async () => {
  const gateway = await startGateway();
  const importing = lab(gateway).versions.at(-1);
  const { data, errors } = await gateway.query(
    `{ templateVersion(id: "${importing?.id}") { name job { status outcome: completedAt } parameters { name } } }`,
  );
  expect(data.templateVersion).toEqual({
    name: 'lab_4',
    job: { status: 'RUNNING', outcome: null },
    parameters: null,
  });
  expect(errors).toMatchObject([{ path: ['templateVersion', 'parameters'], extensions: { code: 'NOT_READY' } }]);
});
