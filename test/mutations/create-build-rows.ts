import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import type { Refused } from './support.ts';

/** One row of Coder's order of checks for `POST /workspaces/{workspace}/builds`. */
export interface Row extends Partial<Refused> {
  row: string;
  workspace?: string;
  user?: string;
  input?: Record<string, unknown>;
  /** Prepares Coder; what it returns joins the input. */
  before?: (coder: TestCoder) => unknown;
}

const UNKNOWN = '11111111-1111-4111-8111-111111111111';
const HIDDEN = 'Resource not found or you do not have access to this resource';
const CPU_CLASSIC = 'Choose 2, 4, 8 or 16. (value "3" does not match "^(2|4|8|16)$")';
const CPU_DYNAMIC = `Invalid parameter value according to 'validation' block; ${CPU_CLASSIC}`;
const invalidCpu = { parameters: [{ name: 'cpu', value: '3' }] };
const versionOf = (coder: TestCoder, template: string) => coder.control.template(template).activeVersionId;
const activeVersion = (coder: TestCoder) => coder.store.versionRow(versionOf(coder, 'docker'));

/** An import in some state, as the version of the build. */
const imported = (job: object) => (coder: TestCoder) => ({
  templateVersionId: coder.control.addVersion('docker', { name: 'bad', job }).id,
});

/** The rows below 500. */
export const REFUSALS: Row[] = [
  {
    row: '1: a reason that validation does not take',
    input: { reason: 'TASK_RESUME' },
    type: 'ValidationError',
    message: 'Validation failed.',
    fields: [{ field: 'reason', detail: 'Validation failed for tag "oneof" with value: "task_resume"' }],
  },
  {
    row: '1: a body that is no JSON to Coder',
    before: (coder) => {
      const body = JSON.stringify({ message: 'Request body must be valid JSON.', detail: 'EOF' });
      coder.faults.add({ method: 'POST', respond: { status: 400, body } });
    },
    type: 'ValidationError',
    message: 'Request body must be valid JSON.',
    detail: 'EOF',
  },
  {
    row: '2: a start of a deleted workspace',
    workspace: 'mosaic',
    type: 'ConflictError',
    message: 'Cannot start a deleted workspace!',
    detail: 'This workspace has been deleted and cannot be modified.',
  },
  {
    row: '2: a stop of a deleted workspace',
    workspace: 'mosaic',
    input: { transition: 'STOP' },
    type: 'ConflictError',
    message: 'Cannot stop a deleted workspace!',
  },
  {
    row: '4: orphan without delete',
    input: { transition: 'STOP', orphan: true },
    type: 'ValidationError',
    message: 'Orphan is only permitted when deleting a workspace.',
    detail: null,
  },
  {
    row: '4: orphan with state',
    input: { transition: 'DELETE', orphan: true, state: 'e30=' },
    type: 'ValidationError',
    message: 'ProvisionerState cannot be set alongside Orphan since state intent is unclear.',
  },
  ...(['start', 'stop', 'delete'] as const).map((action) => ({
    row: `5: a ${action} of a workspace that the caller only reads`,
    workspace: 'atlas-dev',
    user: 'tara',
    input: { transition: action.toUpperCase() },
    type: 'ForbiddenError',
    message: `You do not have permission to ${action} this workspace.`,
    detail:
      "You don't have permission to view this content. If you believe this is a mistake, please contact your administrator or try signing in with different credentials.",
  })),
  {
    row: '5: a dormant workspace that the caller only reads',
    workspace: 'harbor',
    user: 'tara',
    input: { transition: 'STOP' },
    type: 'ForbiddenError',
    message: 'You do not have permission to update this workspace.',
  },
  {
    row: '5: a workspace that became unreadable meanwhile',
    before: (coder) => coder.failures.next('create.unreadable'),
    type: 'NotFoundError',
    message: HIDDEN,
    detail: HIDDEN,
  },
  {
    row: '5: a workspace that the caller cannot read',
    workspace: 'atlas-dev',
    user: 'omar',
    type: 'NotFoundError',
    message: HIDDEN,
    detail: null,
  },
  {
    row: '7: state of one who may not update the template',
    workspace: 'falcon',
    user: 'omar',
    input: { state: 'e30=' },
    type: 'ForbiddenError',
    message: 'Only template managers may provide custom state',
  },
  {
    row: '7: orphan of one who may not update the template',
    workspace: 'falcon',
    user: 'omar',
    input: { transition: 'DELETE', orphan: true },
    type: 'ForbiddenError',
    message: 'Only template managers may provide custom state',
  },
  {
    row: '8: a log level of a member',
    workspace: 'falcon',
    user: 'omar',
    input: { logLevel: 'DEBUG' },
    type: 'ValidationError',
    message: 'Workspace builds with a custom log level are restricted to administrators only.',
  },
  {
    row: '8: a log level while debug mode is off',
    before: (coder) => {
      coder.store.settings.debugMode = false;
    },
    input: { logLevel: 'DEBUG' },
    type: 'ValidationError',
    message: 'Terraform debug mode is disabled in the deployment configuration.',
  },
  {
    row: '9: an unknown version',
    input: { templateVersionId: UNKNOWN },
    type: 'ValidationError',
    message: 'template version does not exist',
  },
  {
    row: "9: another template's version",
    before: (coder) => ({ templateVersionId: versionOf(coder, 'kubernetes') }),
    type: 'ValidationError',
    message: "template version doesn't match template",
  },
  ...(['pending', 'running'] as const).map((status) => ({
    row: `10: a version whose import is ${status}`,
    before: imported({ completedAt: null, ...(status === 'pending' && { startedAt: null }) }),
    type: 'ConflictError',
    message: `The provided template version is ${status}. Wait for it to complete importing!`,
  })),
  {
    row: '10: a version whose import failed',
    before: imported({ error: 'no main.tf' }),
    type: 'ValidationError',
    message:
      'The provided template version "bad" has failed to import: "no main.tf". You cannot build workspaces with it!',
  },
  {
    row: '10: a version whose import was canceled',
    before: imported({ canceledAt: 1 }),
    type: 'ValidationError',
    message: 'The provided template version "bad" has failed to import: "". You cannot build workspaces with it!',
  },
  {
    row: '11: a license that refuses',
    before: (coder) => {
      coder.store.settings.licenseRefusal = 'managed agents limit reached';
    },
    type: 'ForbiddenError',
    message: 'Build is not permitted: managed agents limit reached',
  },
  ...(['pending', 'running', 'canceling'] as const).map((status) => ({
    row: `12: a build that is ${status}`,
    before: (coder: TestCoder) => {
      const hold = status === 'pending' ? 'pending' : 'running';
      const build = coder.control.createBuild(coder.workspace('delta-docs'), {}, { hold });
      if (status === 'canceling') coder.control.cancel(build);
    },
    type: 'ConflictError',
    message: 'A workspace build is already active.',
  })),
  {
    row: '13: legacy parameter schemas',
    before: (coder) => {
      activeVersion(coder).legacySchemas = true;
    },
    type: 'ValidationError',
    message: 'Unable to build workspace with unsupported parameters',
  },
  {
    row: '13: an invalid parameter in the classic flow',
    before: (coder) => {
      coder.control.template('docker').classicParameterFlow = true;
    },
    input: invalidCpu,
    type: 'ValidationError',
    message: 'Unable to validate parameter "cpu"',
    detail: `parameter validation failed\n${CPU_CLASSIC}`,
  },
  {
    row: '13: an invalid parameter in the dynamic flow',
    input: invalidCpu,
    type: 'ValidationError',
    message: 'Unable to validate parameters',
    fields: [{ field: 'cpu', detail: CPU_DYNAMIC }],
  },
  {
    row: '13: a problem of no one parameter in the dynamic flow',
    before: (coder) => {
      const mutate = (said: object) => ({ ...said, detail: 'Module not found; and 1 other diagnostic(s)' });
      coder.faults.add({ method: 'POST', mutate });
    },
    input: invalidCpu,
    type: 'ValidationError',
    message: 'Unable to validate parameters',
    detail: 'Module not found; and 1 other diagnostic(s)',
    fields: [{ field: 'cpu', detail: CPU_DYNAMIC }],
  },
  {
    row: '13: tags in the dynamic flow',
    before: (coder) => {
      activeVersion(coder).tagProblem = 'parse';
    },
    type: 'ValidationError',
    message: 'Unable to parse workspace tags',
    fields: [{ field: 'zone', detail: 'Tag value is not known; Tag "zone" has no value' }],
  },
  ...(['parse', 'evaluate'] as const).map((problem) => ({
    row: `13: tags that the classic flow cannot ${problem}`,
    before: (coder: TestCoder) => {
      coder.control.template('docker').classicParameterFlow = true;
      activeVersion(coder).tagProblem = problem;
    },
    type: 'ValidationError',
    message: `failed to ${problem} workspace tag value`,
  })),
  {
    row: '14: an old version where the active one is required',
    workspace: 'umbra',
    user: 'omar',
    before: (coder) => ({ templateVersionId: coder.build('umbra', 1).versionId }),
    type: 'ForbiddenError',
    message: 'insert workspace build',
    detail: 'insert workspace build: unauthorized: rbac: forbidden',
  },
  {
    row: '14: a lost race for the build number',
    before: (coder) => coder.failures.next('create.insert-race'),
    type: 'ConflictError',
    message: 'insert workspace build',
  },
];

/** The same, at 500. */
export const FAILURES: Row[] = [
  { row: '3: a dormant workspace that the caller may not update', workspace: 'harbor', user: 'tara' },
  { row: '6: an unreadable template', workspace: 'vesper', user: 'omar' },
  {
    row: "9: an unreadable template's version",
    workspace: 'falcon',
    user: 'omar',
    before: (coder) => ({ templateVersionId: versionOf(coder, 'hidden') }),
  },
  { row: '13: an unknown preset', input: { templateVersionPresetId: UNKNOWN } },
  { row: '14: a failing database', before: (coder) => coder.failures.next('create.insert-database') },
  { row: 'anything else', before: (coder) => coder.failures.next('create.unclassified') },
];
