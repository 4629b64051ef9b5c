import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { expectRefusal, expectUnavailable, globalId, type Refused, startMutations } from './support.ts';

const STATE = Buffer.from('{"version":4}').toString('base64');
const HIDDEN = 'Resource not found or you do not have access to this resource';

interface Row extends Partial<Refused> {
  row: string;
  workspace?: string;
  user?: string;
  before?: (coder: TestCoder) => void;
}

const REFUSALS: Row[] = [
  {
    row: 'one who may not update the template',
    user: 'omar',
    type: 'NotFoundError',
    message: HIDDEN,
    detail: null,
  },
  {
    row: 'one who cannot read the build',
    workspace: 'atlas-dev',
    user: 'omar',
    type: 'NotFoundError',
    message: HIDDEN,
  },
  {
    row: 'a body that is no base64 to Coder',
    before: (coder) => {
      const body = JSON.stringify({
        message: 'Request body must be valid JSON.',
        detail: 'illegal base64 data at input byte 0',
        validations: [{ field: 'state', detail: 'wrong' }],
      });
      coder.faults.add({ method: 'PUT', respond: { status: 400, body } });
    },
    type: 'ValidationError',
    message: 'Request body must be valid JSON.',
    detail: 'illegal base64 data at input byte 0',
    fields: [{ field: 'state', detail: 'wrong' }],
  },
];

const FAILURES: Row[] = [
  { row: 'an unreadable template', workspace: 'vesper', user: 'omar' },
  ...(['state.no-workspace', 'state.template', 'state.write'] as const).map((point) => ({
    row: point,
    before: (coder: TestCoder) => coder.failures.next(point),
  })),
];

async function write({ workspace = 'falcon', user = 'mira', before }: Row) {
  const { embedded, mutate, writes } = await startMutations();
  before?.(embedded);
  const { id, state } = embedded.build(workspace);
  const answer = await mutate('updateBuildState', { buildId: id, state: STATE }, { user });
  expect(writes()).toEqual(['PUT /workspacebuilds/{workspacebuild}/state']);
  expect(embedded.store.build(id).state).toBe(state);
  return { answer, embedded };
}

describe('updateBuildState gives as data what Coder refuses', () => {
  it.each(REFUSALS)('$row', async (row) => {
    const { answer, embedded } = await write(row);
    expectRefusal(answer, row as Refused, embedded);
  });
});

describe('updateBuildState fails without the words of a 500', () => {
  it.each(FAILURES)('$row', async (row) => {
    const { answer, embedded } = await write(row);
    expectUnavailable(answer, embedded);
  });
});

describe('the state makes the round trip unchanged', () => {
  const success = 'buildId build { state { base64 text byteLength sha256 } }';
  const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  it.each([
    ['JSON', Buffer.from('{"version":4}'), '{"version":4}'],
    ['text beyond ASCII', Buffer.from('ø 👋\u0000\r\n'), 'ø 👋\u0000\r\n'],
    ['bytes that are not UTF-8', everyByte, null],
    ['nothing', Buffer.alloc(0), ''],
    ['5 MiB', Buffer.alloc(5 * 2 ** 20, everyByte), null],
  ])('%s', async (_, bytes, text) => {
    const { embedded, mutate, calls } = await startMutations();
    const { id } = embedded.build('falcon', 3);
    const input = { buildId: globalId('Build', id), state: bytes.toString('base64') };
    const { data, errors } = await mutate('updateBuildState', input, { user: 'tara', success });
    expect(errors).toBeUndefined();
    expect(embedded.store.build(id).state.equals(bytes)).toBe(true);
    const { base64, ...rest } = data?.result.build.state ?? {};
    // Not by `toBe`: a difference of megabytes would be printed.
    expect(base64 === input.state).toBe(true);
    expect(rest).toEqual({
      text,
      byteLength: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(calls()).toEqual([
      // A large body is read only once Coder has confirmed the token.
      ...(input.state.length > 256 * 1024 ? ['GET /users/{user}'] : []),
      'PUT /workspacebuilds/{workspacebuild}/state',
      'GET /workspacebuilds/{workspacebuild}',
      'GET /workspacebuilds/{workspacebuild}/state',
    ]);
  });

  it('takes one call while only the id is selected', async () => {
    const { embedded, mutate, calls } = await startMutations();
    const buildId = globalId('Build', embedded.build('falcon').id);
    const { data } = await mutate('updateBuildState', { buildId, state: STATE });
    expect(data?.result).toEqual({ __typename: 'UpdateBuildStateSuccess', buildId });
    expect(calls()).toEqual(['PUT /workspacebuilds/{workspacebuild}/state']);
  });
});
