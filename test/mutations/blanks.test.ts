import { isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';
import { startMutations } from './support.ts';

const schema = createSchema();

/**
 * Coder's answer to a creation leaves things blank. Which selections of the new build come from that answer, and which
 * are read, is the cost that a client sees: the routes are those beyond the creation itself.
 */

const BUILD = 'GET /workspacebuilds/{workspacebuild}';
const VERSION = 'GET /templateversions/{templateversion}';
const WORKSPACE = 'GET /workspaces/{workspace}';
const USER = 'GET /users/{user}';

const COSTS: Record<string, Record<string, [selection: string, ...calls: string[]]>> = {
  Build: {
    id: ['id'],
    uuid: ['uuid'],
    url: ['url'],
    buildNumber: ['buildNumber'],
    transition: ['transition'],
    status: ['status'],
    outcome: ['outcome'],
    reason: ['reason'],
    createdAt: ['createdAt'],
    updatedAt: ['updatedAt'],
    dailyCost: ['dailyCost'],
    initiator: ['initiator { id username }'],
    workspace: ['workspace { id name owner { username } }'],
    templateVersion: ['templateVersion { id uuid }'],
    templateVersionPresetId: ['templateVersionPresetId'],
    matchedProvisioners: ['matchedProvisioners { count available mostRecentlySeen }'],
    job: ['job { id }'],
    deadline: ['deadline', BUILD],
    maxDeadline: ['maxDeadline', BUILD],
    hasAiTask: ['hasAiTask', BUILD],
    hasExternalAgent: ['hasExternalAgent', BUILD],
    resources: ['resources { name }', BUILD],
    agents: ['agents { name }', BUILD],
    parameters: ['parameters { name }', `${BUILD}/parameters`],
    timings: ['timings { provisionerTimings { stage } }', `${BUILD}/timings`],
    logs: ['logs { nodes { output } }', `${BUILD}/logs`],
    logText: ['logText', `${BUILD}/logs`],
    state: ['state { byteLength }', `${BUILD}/state`],
  },
  Job: {
    id: ['id'],
    uuid: ['uuid'],
    type: ['type'],
    status: ['status'],
    error: ['error'],
    errorCode: ['errorCode'],
    createdAt: ['createdAt'],
    startedAt: ['startedAt'],
    completedAt: ['completedAt'],
    canceledAt: ['canceledAt'],
    queuedMs: ['queuedMs'],
    durationMs: ['durationMs'],
    fileId: ['fileId'],
    tags: ['tags { key }'],
    workerId: ['workerId'],
    workerName: ['workerName'],
    availableWorkers: ['availableWorkers'],
    logsOverflowed: ['logsOverflowed'],
    initiator: ['initiator { id username }'],
    organizationId: ['organizationId'],
    input: ['input { workspaceBuildId }'],
    metadata: ['metadata { templateName }'],
    build: ['build { id }'],
    queuePosition: ['queuePosition', BUILD],
    queueSize: ['queueSize', BUILD],
    resources: ['resources { name }', BUILD],
  },
  TemplateVersion: {
    id: ['id'],
    uuid: ['uuid'],
    name: ['name', BUILD],
    message: ['message', VERSION],
    readme: ['readme', VERSION],
    createdAt: ['createdAt', VERSION],
    createdBy: ['createdBy { username }', VERSION],
    archived: ['archived', VERSION],
    job: ['job { status }', VERSION],
    template: ['template { name }', VERSION, 'GET /templates/{template}'],
    parameters: ['parameters { name }', `${VERSION}/rich-parameters`],
    presets: ['presets { name }', `${VERSION}/presets`],
  },
};

const PARENTS: Record<string, (selection: string) => string> = {
  Build: (selection) => selection,
  Job: (selection) => `job { ${selection} }`,
  TemplateVersion: (selection) => `templateVersion { ${selection} }`,
};

async function callsOf(selection: string): Promise<string[]> {
  const { embedded, mutate, calls } = await startMutations();
  const input = { workspaceId: embedded.workspace('delta-docs').id, transition: 'START' };
  const { data, errors } = await mutate('createBuild', input, { success: `build { ${selection} }` });
  expect(errors).toBeUndefined();
  expect(data?.result.build).not.toBeNull();
  const [first, ...rest] = calls();
  expect(first).toBe('POST /workspaces/{workspace}/builds');
  return rest;
}

const parents = Object.entries(COSTS).map(([type, costs]) => ({ type, costs }));

describe.each(parents)('of a new $type', ({ type, costs }) => {
  const of = PARENTS[type] ?? String;
  const cases = Object.entries(costs).map(([field, [selection, ...reads]]) => ({ field, selection, reads }));

  it.each(cases)('$field $reads', async ({ selection, reads }) => {
    expect(await callsOf(of(selection))).toEqual(reads);
  });

  it('every field is in this table', () => {
    const fields = schema.getType(type);
    expect(isObjectType(fields) && Object.keys(fields.getFields()).sort()).toEqual(Object.keys(costs).sort());
  });

  it('what is known costs nothing more together either', async () => {
    const known = cases.filter(({ reads }) => reads.length === 0).map(({ selection }) => of(selection));
    expect(await callsOf(known.join(' '))).toEqual([]);
  });

  it('what is blank is read once, however much of it is selected', async () => {
    const blank = cases.filter(({ reads }) => reads[0] === BUILD).map(({ selection }) => of(selection));
    expect(await callsOf(blank.join(' '))).toEqual([BUILD]);
  });
});

describe('blanks are never shown as data', () => {
  it('everything that Coder leaves blank has the value that a read gives', async () => {
    const { embedded, mutate } = await startMutations();
    const selection = 'templateVersion { name } job { queuePosition queueSize }';
    const input = { workspaceId: embedded.workspace('delta-docs').id, transition: 'START' };
    const { data } = await mutate('createBuild', input, { success: `build { ${selection} }` });
    const version = embedded.store.versionRow(embedded.build('delta-docs').versionId);
    expect(data?.result.build).toEqual({
      templateVersion: { name: version.name },
      job: { queuePosition: 1, queueSize: 1 },
    });
  });

  it('behind an alias, a fragment and a directive as well', async () => {
    expect(await callsOf('... on Build { v: templateVersion { ... { n: name @include(if: true) } } }')).toEqual([
      BUILD,
    ]);
    expect(await callsOf('id templateVersion { uuid name @skip(if: true) }')).toEqual([]);
  });

  it.each([
    ['workspace { latestBuild { id } }', WORKSPACE],
    ['workspace { latestBuild { templateVersion { name } } }', WORKSPACE],
    ['initiator { name }', USER],
  ])('%s reads what it needs', async (selection, route) => {
    expect(await callsOf(selection)).toEqual([route]);
  });
});
