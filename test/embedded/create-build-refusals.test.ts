import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { postBuild as post, startCoder, versionOf as version } from './support.ts';

interface Refused {
  row: string;
  workspace?: string;
  user?: string;
  body?: unknown;
  before?: (coder: TestCoder) => unknown;
  status: number;
  message: string;
  detail?: string;
  validations?: unknown[];
}

const oneof = (field: string, value: string): object => ({
  field,
  detail: `Validation failed for tag "oneof" with value: "${value}"`,
});
const CPU_CLASSIC = 'Choose 2, 4, 8 or 16. (value "3" does not match "^(2|4|8|16)$")';
const CPU_DYNAMIC = `Invalid parameter value according to 'validation' block; ${CPU_CLASSIC}`;
const invalidCpu = { transition: 'start', rich_parameter_values: [{ name: 'cpu', value: '3' }] };

const REFUSALS: Refused[] = [
  { row: 'an empty body', body: '', status: 400, message: 'Request body must be valid JSON.', detail: 'EOF' },
  {
    row: 'an unknown transition',
    body: { transition: 'restart' },
    status: 400,
    message: 'Validation failed.',
    validations: [oneof('transition', 'restart')],
  },
  {
    row: 'no transition',
    body: {},
    status: 400,
    message: 'Validation failed.',
    validations: [oneof('transition', '')],
  },
  {
    row: 'the reason task_resume',
    body: { transition: 'start', reason: 'task_resume' },
    status: 400,
    message: 'Validation failed.',
    validations: [oneof('reason', 'task_resume')],
  },
  {
    row: 'an empty UUID',
    body: { transition: 'start', template_version_id: '' },
    status: 400,
    message: 'Request body must be valid JSON.',
    detail: 'invalid UUID length: 0',
  },
  {
    row: 'a start of a deleted workspace',
    workspace: 'mosaic',
    status: 409,
    message: 'Cannot start a deleted workspace!',
    detail: 'This workspace has been deleted and cannot be modified.',
  },
  {
    row: 'a dormant workspace that the caller may not update',
    workspace: 'harbor',
    user: 'tara',
    status: 500,
    message: 'Internal error unsetting workspace dormant status',
  },
  {
    row: 'orphan without delete',
    body: { transition: 'stop', orphan: true },
    status: 400,
    message: 'Orphan is only permitted when deleting a workspace.',
  },
  {
    row: 'orphan with state',
    body: { transition: 'delete', orphan: true, state: 'e30=' },
    status: 400,
    message: 'ProvisionerState cannot be set alongside Orphan since state intent is unclear.',
  },
  {
    row: 'a workspace that the caller only reads',
    workspace: 'atlas-dev',
    user: 'tara',
    status: 403,
    message: 'You do not have permission to start this workspace.',
    detail:
      "You don't have permission to view this content. If you believe this is a mistake, please contact your administrator or try signing in with different credentials.",
  },
  {
    row: 'a dormant workspace that the caller only reads',
    workspace: 'harbor',
    user: 'tara',
    body: { transition: 'stop' },
    status: 403,
    message: 'You do not have permission to update this workspace.',
  },
  {
    row: 'a workspace that became unreadable meanwhile',
    before: (coder) => coder.failures.next('create.unreadable'),
    status: 404,
    message: 'Resource not found or you do not have access to this resource',
    detail: 'Resource not found or you do not have access to this resource',
  },
  {
    row: 'a workspace that the caller cannot read',
    workspace: 'atlas-dev',
    user: 'omar',
    status: 404,
    message: 'Resource not found or you do not have access to this resource',
  },
  {
    row: 'an unreadable template',
    workspace: 'vesper',
    user: 'omar',
    status: 500,
    message: 'failed to fetch template',
  },
  {
    row: 'state of a member',
    workspace: 'falcon',
    user: 'omar',
    body: { transition: 'start', state: 'e30=' },
    status: 403,
    message: 'Only template managers may provide custom state',
  },
  {
    row: 'a log level of a member',
    workspace: 'falcon',
    user: 'omar',
    body: { transition: 'start', log_level: 'debug' },
    status: 400,
    message: 'Workspace builds with a custom log level are restricted to administrators only.',
  },
  {
    row: 'a log level while debug mode is off',
    before: (coder) => {
      coder.store.settings.debugMode = false;
    },
    body: { transition: 'start', log_level: 'debug' },
    status: 400,
    message: 'Terraform debug mode is disabled in the deployment configuration.',
  },
  {
    row: 'an unknown version',
    body: { transition: 'start', template_version_id: '11111111-1111-4111-8111-111111111111' },
    status: 400,
    message: 'template version does not exist',
  },
  {
    row: "another template's version",
    before: (coder) => ({ template_version_id: version(coder, 'kubernetes') }),
    status: 400,
    message: "template version doesn't match template",
  },
  {
    row: "an unreadable template's version",
    workspace: 'falcon',
    user: 'omar',
    before: (coder) => ({ template_version_id: version(coder, 'hidden') }),
    status: 500,
    message: 'failed to fetch template version',
  },
  {
    row: 'a version that is still importing',
    before: (coder) => ({
      template_version_id: coder.control.addVersion('docker', { job: { completedAt: null } }).id,
    }),
    status: 406,
    message: 'The provided template version is running. Wait for it to complete importing!',
  },
  {
    row: 'a version whose import failed',
    before: (coder) => ({
      template_version_id: coder.control.addVersion('docker', { name: 'bad', job: { error: 'no main.tf' } }).id,
    }),
    status: 400,
    message:
      'The provided template version "bad" has failed to import: "no main.tf". You cannot build workspaces with it!',
  },
  {
    row: 'a license that refuses',
    before: (coder) => {
      coder.store.settings.licenseRefusal = 'managed agents limit reached';
    },
    status: 403,
    message: 'Build is not permitted: managed agents limit reached',
  },
  { row: 'an active build', workspace: 'pylon', status: 409, message: 'A workspace build is already active.' },
  {
    row: 'legacy parameter schemas',
    before: (coder) => {
      coder.store.versionRow(version(coder, 'docker')).legacySchemas = true;
    },
    status: 400,
    message: 'Unable to build workspace with unsupported parameters',
  },
  {
    row: 'an invalid parameter in the dynamic flow',
    body: invalidCpu,
    status: 400,
    message: 'Unable to validate parameters',
    validations: [{ field: 'cpu', detail: CPU_DYNAMIC }],
  },
  {
    row: 'an invalid parameter in the classic flow',
    before: (coder) => {
      coder.control.template('docker').classicParameterFlow = true;
    },
    body: invalidCpu,
    status: 400,
    message: 'Unable to validate parameter "cpu"',
    detail: `parameter validation failed\n${CPU_CLASSIC}`,
  },
  {
    row: 'tags that cannot be parsed',
    before: (coder) => {
      coder.store.versionRow(version(coder, 'docker')).tagProblem = 'parse';
    },
    status: 400,
    message: 'Unable to parse workspace tags',
  },
  {
    row: 'tags that the classic flow cannot evaluate',
    before: (coder) => {
      coder.control.template('docker').classicParameterFlow = true;
      coder.store.versionRow(version(coder, 'docker')).tagProblem = 'evaluate';
    },
    status: 400,
    message: 'failed to evaluate workspace tag value',
  },
  {
    row: 'an unknown preset',
    body: { transition: 'start', template_version_preset_id: '11111111-1111-4111-8111-111111111111' },
    status: 500,
    message: 'failed to fetch preset parameter values',
  },
  {
    row: 'an old version where the active one is required',
    workspace: 'umbra',
    user: 'omar',
    before: (coder) => ({ template_version_id: coder.build('umbra', 1).versionId }),
    status: 403,
    message: 'insert workspace build',
  },
  {
    row: 'a lost race for the build number',
    before: (coder) => coder.failures.next('create.insert-race'),
    status: 409,
    message: 'insert workspace build',
  },
  {
    row: 'a failing database',
    before: (coder) => coder.failures.next('create.insert-database'),
    status: 500,
    message: 'insert workspace build',
  },
  {
    row: 'anything else',
    before: (coder) => coder.failures.next('create.unclassified'),
    status: 500,
    message: 'Internal error creating workspace build.',
  },
];

describe('POST /workspaces/{workspace}/builds refuses', () => {
  it.each(REFUSALS)('$row', async ({ workspace = 'delta-docs', user, body, before, status, message, ...rest }) => {
    const coder = await startCoder();
    const builds = coder.store.builds.size;
    const extra = before?.(coder);
    const sent = body ?? { transition: 'start', ...(typeof extra === 'object' ? extra : {}) };
    const answer = await post(coder, workspace, sent, user);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
    if (rest.detail !== undefined) expect(answer.json.detail).toBe(rest.detail);
    if (rest.validations !== undefined) expect(answer.json.validations).toEqual(rest.validations);
    expect(coder.store.builds.size).toBe(builds);
  });

  it('the second of two at once', async () => {
    const coder = await startCoder();
    const answers = await Promise.all([1, 2].map(() => post(coder, 'falcon', { transition: 'start' })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });

  it('in the documented order: permission before version, version before activity, activity before parameters', async () => {
    const coder = await startCoder();
    const bad = { ...invalidCpu, template_version_id: '11111111-1111-4111-8111-111111111111' };
    expect((await post(coder, 'pylon', bad, 'tara')).status).toBe(403);
    expect((await post(coder, 'pylon', bad)).json.message).toBe('template version does not exist');
    expect((await post(coder, 'pylon', invalidCpu)).status).toBe(409);
  });
});
