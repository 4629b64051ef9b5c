import { describe, expect, it } from 'vitest';
import { startGateway } from '../support.ts';
import { expectCoded, start } from './wrong-values.ts';

describe('details with wrong values', () => {
  it.each([
    [
      'parameters { name }',
      '/workspacebuilds/{workspacebuild}/parameters',
      [{ name: 'a', value: 'b' }, { name: 5 }],
      { parameters: [{ name: 'a' }] },
    ],
    ['logs { nodes { output } }', '/workspacebuilds/{workspacebuild}/logs', [{ id: 'x' }], { logs: { nodes: [] } }],
    ['parameters { name }', '/workspacebuilds/{workspacebuild}/parameters', { a: 1 }, { parameters: null }],
    ['logs { nodes { output } }', '/workspacebuilds/{workspacebuild}/logs', 'x', { logs: null }],
    [
      'timings { provisionerTimings { stage } }',
      '/workspacebuilds/{workspacebuild}/timings',
      { provisioner_timings: 5 },
      { timings: null },
    ],
    [
      'timings { agentScriptTimings { stage } }',
      '/workspacebuilds/{workspacebuild}/timings',
      { agent_script_timings: [{}] },
      { timings: { agentScriptTimings: [] } },
    ],
  ])('%s: a wrong answer costs an item or the field', async (fields, route, answer, expected) => {
    const { embedded, query } = await start();
    embedded.faults.add({ route, respond: { status: 200, body: JSON.stringify(answer) } });
    const { data, errors } = await query(
      `{ build(id: "${embedded.build('atlas-dev').id}") { buildNumber ${fields} } }`,
    );
    expect(data.build).toEqual({ buildNumber: 61, ...expected });
    expectCoded(errors, fields, ['build']);
  });
});

it.each([
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['not JSON', 'not JSON'],
  ['cut off', '{"workspaces": ['],
  ['nothing', ''],
])('an answer that is %s costs the field that asked', async (_, body) => {
  const { embedded, query } = await start();
  embedded.faults.add({ route: '/workspaces', respond: { status: 200, body } });
  const { data, errors } = await query('{ viewer { username } workspaces { totalCount } }');
  expect(data).toEqual({ viewer: { username: 'mira' }, workspaces: null });
  expect(errors).toMatchObject([{ path: ['workspaces'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
});

it('an answer that is larger than GATEWAY_MAX_RESPONSE_MB costs the field that asked', async () => {
  const { embedded, query } = await startGateway({ settings: { maxResponseMb: 1 } });
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}/logs', oversize: 1024 * 1024 + 1 });
  const { data, errors } = await query(
    `{ build(id: "${embedded.build('atlas-dev').id}") { buildNumber logs { nodes { id } } } }`,
  );
  expect(data.build).toEqual({ buildNumber: 61, logs: null });
  expect(errors).toMatchObject([
    {
      message: 'The answer of Coder is larger than 1 MiB (GATEWAY_MAX_RESPONSE_MB).',
      extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200, requestId: expect.any(String) } },
    },
  ]);
});
