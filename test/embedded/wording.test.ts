import { describe, expect, it } from 'vitest';
import { call, follow, postBuild, startCoder, versionOf } from './support.ts';

const NANO = '2006-01-02T15:04:05.999999999Z07:00';

describe('an error of a search', () => {
  it.each([
    ['id:zz', 'id', 'Query param "id" has invalid values: invalid UUID length: 2'],
    ['id:zz,y', 'id', 'Query param "id" has invalid values: invalid UUID length: 2\ninvalid UUID length: 1'],
    ['outdated:maybe', 'outdated', notBoolean('outdated', 'maybe')],
    ['healthy:x', 'healthy', notBoolean('healthy', 'x')],
    [
      'last_used_before:abc',
      'last_used_before',
      `Query param "last_used_before" must be a valid date format (${NANO}): parsing time "ABC" as "${NANO}": cannot parse "ABC" as "2006"`,
    ],
    [
      'last_used_after:2020',
      'last_used_after',
      `Query param "last_used_after" must be a valid date format (${NANO}): parsing time "2020" as "${NANO}": cannot parse "" as "-"`,
    ],
    ['organization:none', 'organization', missing('organization', 'organization "none"', 'it')],
    ['shared_with_user:nobody', 'shared_with_user', missing('shared_with_user', 'user "nobody"', 'them')],
    [
      'shared_with_group:none',
      'shared_with_group',
      'Query param "shared_with_group" has invalid value: group "none" either does not exist, does not belong to the organization "coder", or you are unauthorized to view it',
    ],
    [
      'owner:a owner:b',
      'owner',
      'Query param "owner" provided more than once, found 2 times. Only provide 1 instance of this query param.',
    ],
  ])('should be in the words of Coder: %s', async (q, field, detail) => {
    const coder = await startCoder();
    const { status, json } = await call(coder, `/workspaces?q=${encodeURIComponent(q)}`);
    expect([status, json]).toEqual([
      400,
      { message: 'Invalid workspace search query.', validations: [{ field, detail }] },
    ]);
  });

  it('should name known keys first and unknown ones last', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, '/workspaces?q=foo:bar%20status:nosuch');
    expect(json.validations.map(({ field }: { field: string }) => field)).toEqual(['status', 'foo']);
  });

  it('should concern users as well', async () => {
    const coder = await startCoder();
    const { json } = await call(coder, '/users?q=foo:bar%20status:nosuch');
    expect(json).toEqual({
      message: 'Invalid user search query.',
      validations: [
        { field: 'status', detail: 'Query param "status" has invalid values: "nosuch" is not a valid value' },
        { field: 'foo', detail: '"foo" is not a valid query param' },
      ],
    });
  });

  function notBoolean(key: string, value: string): string {
    return `Query param "${key}" must be a valid boolean: strconv.ParseBool: parsing "${value}": invalid syntax`;
  }

  function missing(key: string, what: string, pronoun: string): string {
    return `Query param "${key}" has invalid value: ${what} either does not exist, or you are unauthorized to view ${pronoun}`;
  }
});

it.each([
  ['yesterday', 'cannot parse "yesterday" as "2006"'],
  ['2020-01-01', 'cannot parse "" as "T"'],
  ['2020-01-01t00:00:00Z', 'cannot parse "t00:00:00Z" as "T"'],
])('should say what is wrong with since=%s as Go does', async (since, problem) => {
  const coder = await startCoder();
  const { json } = await call(coder, `/workspaces/${coder.workspace('falcon').id}/builds?since=${since}`);
  expect(json).toEqual({
    message: 'bad `since` format, must be RFC3339',
    detail: `parsing time "${since}" as "2006-01-02T15:04:05Z07:00": ${problem}`,
  });
});

describe('the agents', () => {
  it.each([
    [null, {}],
    ['', { 'coder-session-token': 'aaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbb' }],
  ])(
    'should refuse callers without a valid token in words of their own and without a challenge',
    async (_, headers) => {
      const coder = await startCoder();
      const [agent] = coder.control.agents(coder.build('atlas-dev'));
      const {
        status,
        json,
        headers: got,
      } = await call(coder, `/workspaceagents/${agent?.id}`, { user: null, headers });
      expect([status, json]).toEqual([
        401,
        { message: 'API key or external proxy authentication required, but none provided' },
      ]);
      expect(got).not.toHaveProperty('www-authenticate');
    },
  );

  it('should give their log as text to site owners only', async () => {
    const coder = await startCoder();
    const workspace = coder.control.createWorkspace({ name: 'own', owner: 'omar' });
    const [agent] = coder.control.agents(coder.control.createFinishedBuild(workspace));
    const path = `/workspaceagents/${agent?.id}/logs?format=text`;
    expect((await call(coder, path)).status).toBe(200);
    const { status, json } = await call(coder, path, { user: 'omar' });
    expect([status, json]).toEqual([
      500,
      { message: 'Internal error fetching workspace agent log sources.', detail: 'unauthorized: rbac: forbidden' },
    ]);
  });
});

describe('the refusal of a build', () => {
  it.each([
    [
      { template_version_id: '11111111-2222-4333-8444-555555555555' },
      'get template version 11111111-2222-4333-8444-555555555555: sql: no rows in result set',
    ],
    [
      { template_version_preset_id: '11111111-2222-4333-8444-555555555555' },
      'failed to get preset parameters: sql: no rows in result set',
    ],
    [
      { template_version_id: 5 },
      'json: cannot unmarshal number into Go struct field CreateWorkspaceBuildRequest.template_version_id of type uuid.UUID',
    ],
    [
      { rich_parameter_values: [{ name: 'a', value: 5 }] },
      'json: cannot unmarshal number into Go struct field WorkspaceBuildParameter.rich_parameter_values.value of type string',
    ],
  ])('should have a detail of its own: %j', async (body, detail) => {
    const coder = await startCoder();
    const { json } = await postBuild(coder, 'atlas-dev', { transition: 'start', ...body });
    expect(json.detail).toBe(detail);
  });

  it('should name both templates when the version is of another one', async () => {
    const coder = await startCoder();
    const other = coder.store.versionRow(versionOf(coder, 'kubernetes'));
    const { json } = await postBuild(coder, 'atlas-dev', { transition: 'start', template_version_id: other.id });
    const own = coder.workspace('atlas-dev').templateId;
    expect(json.detail).toBe(
      `templateVersion.TemplateID = {UUID:${other.templateId} Valid:true}, template.ID = ${own}`,
    );
  });
});

it('should name the Connection header of a plain request that asks to follow', async () => {
  const coder = await startCoder();
  const path = `/workspacebuilds/${coder.build('atlas-dev').id}/logs?follow`;
  const { status, text } = await call(coder, path, { headers: { connection: 'close' } });
  expect(status).toBe(426);
  expect(text).toMatch(/^WebSocket protocol violation: Connection header "close" does not contain Upgrade\n\{/);
});

it('should send both Vary headers and the CSRF cookie with a handshake too', async () => {
  const coder = await startCoder();
  const socket = await follow(coder, `/workspaces/${coder.workspace('atlas-dev').id}/watch-ws`);
  expect(socket.headers).toMatchObject({
    vary: 'Origin, Cookie',
    'set-cookie': [expect.stringMatching(/^csrf_token=/)],
  });
});
