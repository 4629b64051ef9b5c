import { describe, expect, it } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import { expectRefusal, expectUnavailable, globalId, type Refused, startMutations } from './support.ts';

interface Row extends Partial<Refused> {
  row: string;
  user?: string;
  expectStatus?: string;
  /** The id of the build to cancel. */
  build: (coder: TestCoder) => string;
}

const held = (workspace: string, hold: 'pending' | 'running') => (coder: TestCoder) =>
  coder.control.createBuild(coder.workspace(workspace), {}, { hold }).id;
const policy = 'User is not allowed to cancel workspace builds. Owner role is required.';

const REFUSALS: Row[] = [
  {
    row: '1: an expected status that Coder does not know',
    build: (coder) => {
      const body = JSON.stringify({
        message: "Invalid expect_status \"running\". Only 'running' or 'pending' are allowed.",
        validations: [{ field: 'expect_status', detail: 'unknown' }],
      });
      coder.faults.add({ method: 'PATCH', respond: { status: 400, body } });
      return coder.build('falcon').id;
    },
    expectStatus: 'RUNNING',
    type: 'ValidationError',
    message: "Invalid expect_status \"running\". Only 'running' or 'pending' are allowed.",
    fields: [{ field: 'expectStatus', detail: 'unknown' }],
  },
  {
    row: '2: a template whose users may not cancel',
    user: 'omar',
    build: held('umbra', 'running'),
    type: 'ForbiddenError',
    message: policy,
    detail: null,
  },
  {
    row: '2: the same before the state of the job',
    user: 'omar',
    build: (coder) => coder.build('umbra').id,
    type: 'ForbiddenError',
    message: policy,
  },
  {
    row: '2: the same for a template admin',
    user: 'tara',
    build: held('umbra', 'running'),
    type: 'ForbiddenError',
    message: policy,
  },
  {
    row: '3: a completed build',
    build: (coder) => coder.build('falcon').id,
    type: 'ConflictError',
    message: 'Job has already completed!',
  },
  {
    row: '3: a completed build that was expected to run',
    build: (coder) => coder.build('falcon').id,
    expectStatus: 'RUNNING',
    type: 'ConflictError',
    message: 'Job has already completed!',
  },
  {
    row: '4: a build that is canceled already',
    build: (coder) => coder.build('tundra').id,
    type: 'ConflictError',
    message: 'Job has already been marked as canceled!',
  },
  {
    row: '5: a running build that was expected to be pending',
    build: held('falcon', 'running'),
    expectStatus: 'PENDING',
    type: 'PreconditionFailedError',
    message: 'Job is not in the expected state.',
  },
  {
    row: '5: a pending build that was expected to run',
    build: held('falcon', 'pending'),
    expectStatus: 'RUNNING',
    type: 'PreconditionFailedError',
    message: 'Job is not in the expected state.',
  },
  {
    row: 'a build that the caller cannot read',
    user: 'omar',
    build: held('atlas-dev', 'running'),
    type: 'NotFoundError',
    message: 'Resource not found or you do not have access to this resource',
  },
];

const FAILURES: Row[] = [
  {
    row: '6: a policy that only the storage layer knows',
    user: 'omar',
    build: held('umbra', 'pending'),
    expectStatus: 'PENDING',
  },
  { row: '6: a caller who may not update the workspace', user: 'tara', build: held('atlas-dev', 'running') },
  ...(
    ['cancel.no-workspace', 'cancel.verify', 'cancel.fetch-job', 'cancel.update', 'cancel.unclassified'] as const
  ).map((point) => ({
    row: point,
    build: (coder: TestCoder) => {
      coder.failures.next(point);
      return held('falcon', 'running')(coder);
    },
  })),
];

async function cancel({ user = 'mira', expectStatus, build }: Row) {
  const { embedded, mutate, writes } = await startMutations();
  const buildId = build(embedded);
  const before = embedded.store.build(buildId).job.canceledAt;
  const answer = await mutate('cancelBuild', { buildId, expectStatus }, { user });
  expect(writes()).toEqual(['PATCH /workspacebuilds/{workspacebuild}/cancel']);
  expect(embedded.store.build(buildId).job.canceledAt).toBe(before);
  return { answer, embedded, buildId };
}

describe('cancelBuild gives as data what Coder refuses', () => {
  it.each(REFUSALS)('$row', async (row) => {
    const { answer, embedded } = await cancel(row);
    expectRefusal(answer, row as Refused, embedded);
  });

  it('with 412 and the build as it is now', async () => {
    const build = held('falcon', 'running');
    const { answer, buildId } = await cancel({ row: '', build, expectStatus: 'PENDING' });
    expect(answer.data?.result.build).toEqual({ id: globalId('Build', buildId), job: { status: 'RUNNING' } });
  });
});

describe('cancelBuild fails without the words of a 500', () => {
  it.each(FAILURES)('$row', async (row) => {
    const { answer, embedded } = await cancel(row);
    expectUnavailable(answer, embedded);
  });
});

describe('cancelBuild', () => {
  const success = 'message buildId build { status job { status canceledAt completedAt } }';

  it('ends a pending build at once', async () => {
    const { embedded, mutate, calls } = await startMutations();
    const id = held('falcon', 'pending')(embedded);
    const { data } = await mutate('cancelBuild', { buildId: globalId('Build', id) }, { user: 'omar', success });
    expect(data?.result).toEqual({
      __typename: 'CancelBuildSuccess',
      message: 'Job has been marked as canceled...',
      buildId: globalId('Build', id),
      build: {
        status: 'CANCELED',
        job: { status: 'CANCELED', canceledAt: expect.any(String), completedAt: expect.any(String) },
      },
    });
    expect(calls()).toEqual([
      'PATCH /workspacebuilds/{workspacebuild}/cancel',
      'GET /workspacebuilds/{workspacebuild}',
    ]);
  });

  it('asks a running one to end, which it has not yet', async () => {
    const { embedded, mutate } = await startMutations();
    const id = held('falcon', 'running')(embedded);
    const { data } = await mutate('cancelBuild', { buildId: id, expectStatus: 'RUNNING' }, { success });
    expect(data?.result.build.status).toBe('CANCELING');
    expect(data?.result.build.job.completedAt).toBeNull();
    expect(embedded.requests.find(({ method }) => method === 'PATCH')?.query.get('expect_status')).toBe('running');
  });

  it('takes one call while only message and id are selected', async () => {
    const { embedded, mutate, calls } = await startMutations();
    await mutate('cancelBuild', { buildId: held('falcon', 'running')(embedded) });
    expect(calls()).toEqual(['PATCH /workspacebuilds/{workspacebuild}/cancel']);
  });

  it('takes an explicit null of expectStatus as none', async () => {
    const { embedded, mutate } = await startMutations();
    const id = held('falcon', 'running')(embedded);
    const { data } = await mutate('cancelBuild', { buildId: id, expectStatus: null });
    expect(data?.result.__typename).toBe('CancelBuildSuccess');
    expect([...(embedded.requests[0]?.query ?? [])]).toEqual([]);
  });
});
