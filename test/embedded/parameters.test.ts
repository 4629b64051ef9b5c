import { describe, expect, it } from 'vitest';
import type { ParameterDefinition } from '../../src/embedded/state/rows.ts';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { type Answer, call, postBuild, startCoder } from './support.ts';

const PLAIN = {
  description: '',
  formType: '',
  icon: '',
  defaultValue: '',
  required: false,
  ephemeral: false,
  options: [],
  patternError: '',
  pattern: null,
  min: null,
  max: null,
  monotonic: '' as const,
};
const DEFINITIONS: ParameterDefinition[] = [
  { ...PLAIN, name: 'cpu', displayName: '', type: 'number', defaultValue: '2', mutable: true, min: 1, max: 16 },
  {
    ...PLAIN,
    name: 'region',
    displayName: 'Region',
    type: 'string',
    defaultValue: 'eu',
    mutable: false,
    pattern: /^(eu|us)$/,
    patternError: 'Choose eu or us.',
  },
];

/** Starts a workspace of a template with these parameters a second time, with other values. */
async function rebuild(coder: TestCoder, template: string, values: Record<string, string>): Promise<Answer> {
  const version = coder.control.addVersion(template, { parameters: DEFINITIONS });
  const workspace = coder.control.createWorkspace({ name: 'rebuilt', template });
  const parameters = DEFINITIONS.map(({ name, defaultValue }) => ({ name, value: defaultValue }));
  coder.control.createFinishedBuild(workspace, { versionId: version.id, parameters });
  const given = Object.entries(values).map(([name, value]) => ({ name, value }));
  return postBuild(coder, 'rebuilt', { transition: 'start', rich_parameter_values: given });
}

const INVALID = "Invalid parameter value according to 'validation' block;";
const IMMUTABLE = 'Parameter "region" is not mutable, so it can\'t be updated after creating a workspace.';

describe('parameters of the dynamic flow', () => {
  it.each([
    ['above the maximum', { cpu: '99' }, { cpu: `${INVALID} value 99 is more than the maximum 16` }],
    ['below the minimum', { cpu: '0' }, { cpu: `${INVALID} value 0 is less than the minimum 1` }],
    ['not a number', { cpu: 'abc' }, { cpu: `${INVALID} value "abc" is not a number` }],
    ['immutable', { region: 'us' }, { region: `Immutable parameter changed; ${IMMUTABLE}` }],
    [
      'wrong in several ways',
      { region: 'xx', cpu: 'abc' },
      {
        cpu: `${INVALID} value "abc" is not a number`,
        region: `Immutable parameter changed; ${IMMUTABLE}, and 1 other diagnostic(s)`,
      },
    ],
  ])('should be refused all together: %s', async (_, values, problems) => {
    const { status, json } = await rebuild(await startCoder(), 'docker', values);
    const validations = Object.entries(problems).map(([field, detail]) => ({ field, detail }));
    expect([status, json]).toEqual([400, { message: 'Unable to validate parameters', validations }]);
  });
});

describe('parameters of the classic flow', () => {
  it('should not be checked against bounds', async () => {
    expect((await rebuild(await startCoder(), 'classic', { cpu: '99' })).status).toBe(201);
    expect((await rebuild(await startCoder(), 'classic', { cpu: 'abc' })).status).toBe(201);
  });

  it('should be refused when an immutable one changes', async () => {
    const { status, json } = await rebuild(await startCoder(), 'classic', { region: 'us' });
    expect([status, json]).toEqual([
      400,
      { message: 'Unable to validate parameter "region"', detail: `parameter validation failed\n${IMMUTABLE}` },
    ]);
  });
});

describe('a template version', () => {
  it('should show its parameters with every key', async () => {
    const coder = await startCoder();
    const version = coder.control.addVersion('docker', { parameters: DEFINITIONS });
    const { json } = await call(coder, `/templateversions/${version.id}/rich-parameters`);
    const common = { description: '', description_plaintext: '', form_type: '', icon: '', options: [] };
    expect(json).toEqual([
      {
        ...common,
        name: 'cpu',
        type: 'number',
        mutable: true,
        default_value: '2',
        validation_min: 1,
        validation_max: 16,
        required: false,
        ephemeral: false,
      },
      {
        ...common,
        name: 'region',
        display_name: 'Region',
        type: 'string',
        mutable: false,
        default_value: 'eu',
        validation_error: 'Choose eu or us.',
        validation_regex: '^(eu|us)$',
        required: false,
        ephemeral: false,
      },
    ]);
  });

  it('should not show parameters before it is imported', async () => {
    const coder = await startCoder();
    const version = coder.control.addVersion('docker', { job: { completedAt: null } });
    const { status, json } = await call(coder, `/templateversions/${version.id}/rich-parameters`);
    expect([status, json]).toEqual([425, { message: 'Template version job has not finished' }]);
  });

  it('should show its presets with capitalized keys', async () => {
    const coder = await startCoder();
    const id = coder.control.template('docker').activeVersionId;
    const { json } = await call(coder, `/templateversions/${id}/presets`);
    expect(json).toEqual([
      {
        ID: expect.any(String),
        Name: 'Small',
        Parameters: [{ Name: 'cpu', Value: '2' }],
        Default: false,
        DesiredPrebuildInstances: null,
        Description: 'For light work',
        Icon: '',
      },
    ]);
  });
});
