import { describe, expect, it } from 'vitest';
import { type documents, globalId, startMutations } from './support.ts';

const UUID = '11111111-1111-4111-8111-111111111111';
const start = { workspaceId: UUID, transition: 'START' };

const NOT_IDS: [what: string, id: string][] = [
  ['nothing', ''],
  ['a word', 'falcon'],
  ['a path', '../../users/me'],
  ['a UUID that lacks a digit', UUID.slice(1)],
  ['a global id of another type', globalId('Build', UUID).replace('Qn', 'Qm')],
  ['a global id with more behind it', `${globalId('Workspace', UUID)}A`],
];

describe('refused with BAD_USER_INPUT before any call', () => {
  async function expectRefused(name: keyof typeof documents, input: object, message: string, argument: string) {
    const { mutate, calls } = await startMutations({ settings: { maxResponseMb: 1 } });
    const { data, errors } = await mutate(name, { ...input });
    expect(data).toEqual({ result: null });
    expect(errors?.map((error) => error.message)).toEqual([message]);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    // A large body is read only once Coder has confirmed the token.
    const confirmed = JSON.stringify(input).length > 256 * 1024 ? ['GET /users/{user}'] : [];
    expect(calls()).toEqual(confirmed);
  }

  it('more parameters than any template has', async () => {
    const parameters = Array.from({ length: 2_000 }, (_, index) => ({ name: `p${index}`, value: '' }));
    await expectRefused(
      'createBuild',
      { ...start, parameters },
      'Argument "input.parameters": expected at most 1000 parameters, got 2000.',
      'input.parameters',
    );
  });

  it.each(NOT_IDS)('an id that is %s', async (_, id) => {
    const got = JSON.stringify(id);
    await expectRefused(
      'createBuild',
      { ...start, workspaceId: id },
      `Argument "input.workspaceId": expected the global id or the UUID of a Workspace, got ${got}.`,
      'input.workspaceId',
    );
    for (const name of ['cancelBuild', 'updateBuildState'] as const) {
      await expectRefused(
        name,
        { buildId: id, ...(name === 'updateBuildState' && { state: '' }) },
        `Argument "input.buildId": expected the global id or the UUID of a Build, got ${got}.`,
        'input.buildId',
      );
    }
  });

  it('the id of a build for that of a workspace, and the other way round', async () => {
    const build = globalId('Build', UUID);
    const workspace = globalId('Workspace', UUID);
    const expected = (argument: string, type: string, got: string) =>
      `Argument "${argument}": expected the global id or the UUID of a ${type}, got "${got}".`;
    const message = expected('input.workspaceId', 'Workspace', build);
    await expectRefused('createBuild', { ...start, workspaceId: build }, message, 'input.workspaceId');
    const other = expected('input.buildId', 'Build', workspace);
    await expectRefused('cancelBuild', { buildId: workspace }, other, 'input.buildId');
  });

  it.each([
    ['without padding', 'e30'],
    ['of the other alphabet', '-_8='],
    ['with a line break', 'e30=\n'],
    ['of text', 'no base64!'],
    ['of a number', 7],
    ['of a list', ['e30=']],
    ['of an object', { base64: 'e30=' }],
  ])('base64 %s', async (_, state) => {
    const message = 'Argument "input.state": expected padded base64 of the standard alphabet.';
    await expectRefused('createBuild', { ...start, state }, message, 'input.state');
    await expectRefused('updateBuildState', { buildId: UUID, state }, message, 'input.state');
  });

  it('a state that could not be read back', async () => {
    const state = Buffer.alloc(2 ** 20 + 1).toString('base64');
    const message = 'Argument "input.state": expected at most 1048576 bytes (GATEWAY_MAX_RESPONSE_MB), got 1048577.';
    await expectRefused('createBuild', { ...start, state }, message, 'input.state');
    await expectRefused('updateBuildState', { buildId: UUID, state }, message, 'input.state');
  });

  it('an empty name of a parameter', async () => {
    const parameters = [
      { name: 'cpu', value: '2' },
      { name: '', value: '2' },
    ];
    const message = 'Argument "input.parameters[1].name": expected the name of a parameter, got "".';
    await expectRefused('createBuild', { ...start, parameters }, message, 'input.parameters[1].name');
  });

  it('a name that comes twice', async () => {
    const parameters = ['cpu', 'memory', 'cpu'].map((name) => ({ name, value: '2' }));
    const message = 'Argument "input.parameters[2].name": expected each parameter once, got "cpu".';
    await expectRefused('createBuild', { ...start, parameters }, message, 'input.parameters[2].name');
  });
});

describe('refused by the schema, with a code and without a call', () => {
  it.each([
    ['an unknown transition', { ...start, transition: 'RESTART' }, /at "input.transition"; Value "RESTART" does not/],
    ['no transition', { workspaceId: UUID }, /Field "transition" of required type/],
    ['an unknown field', { ...start, template: 'docker' }, /Field "template" is not defined/],
    [
      'a malformed version',
      { ...start, templateVersionId: 'v2' },
      /at "input.templateVersionId"; Expected a UUID, got "v2"\./,
    ],
    ['a malformed preset', { ...start, templateVersionPresetId: [] }, /Expected a UUID, got a list or an object\./],
    [
      'a parameter without a value',
      { ...start, parameters: [{ name: 'cpu' }] },
      /at "input.parameters\[0\]"; Field "value"/,
    ],
    ['a null in place of a transition', { ...start, transition: null }, /Expected non-nullable type/],
  ])('%s', async (_, input, message) => {
    const { mutate, calls } = await startMutations();
    const { data, errors } = await mutate('createBuild', input);
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(calls()).toEqual([]);
  });
});

describe('not refused here', () => {
  it('a state of just the size', async () => {
    const { embedded, mutate } = await startMutations({ settings: { maxResponseMb: 1 } });
    const input = { buildId: embedded.build('falcon').id, state: Buffer.alloc(2 ** 20).toString('base64') };
    const { data } = await mutate('updateBuildState', input, { success: 'build { state { byteLength } }' });
    expect(data?.result.build.state.byteLength).toBe(2 ** 20);
  });

  it.each(['upper', 'braces', 'urn', 'digits'])('a UUID in the form of %s', async (form) => {
    const { embedded, mutate } = await startMutations();
    const { id } = embedded.workspace('falcon');
    const workspaceId = {
      upper: id.toUpperCase(),
      braces: `{${id}}`,
      urn: `urn:uuid:${id}`,
      digits: id.replaceAll('-', ''),
    }[form];
    const { data } = await mutate('createBuild', { workspaceId, transition: 'STOP' });
    expect(data?.result.__typename).toBe('CreateBuildSuccess');
    expect(embedded.requests[0]?.path).toBe(`/api/v2/workspaces/${id}/builds`);
  });

  it('a parameter that the template does not know: Coder drops it', async () => {
    const { embedded, mutate } = await startMutations();
    const parameters = [{ name: 'nonsense', value: '' }];
    const input = { workspaceId: embedded.workspace('falcon').id, transition: 'START', parameters };
    const { data } = await mutate('createBuild', input, { success: 'build { parameters { name } }' });
    const names = data?.result.build.parameters.map(({ name }: { name: string }) => name);
    expect(names).toContain('cpu');
    expect(names).not.toContain('nonsense');
  });
});
