import type { Comparison } from './compare.ts';
import { buildLogs } from './feeds.ts';
import type { Sides } from './reads.ts';
import { type Rest, strings } from './rules.ts';

const ERROR = 'message detail requestId';

/** The members of each mutation's result, with all their fields. */
const RESULTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  createBuild: {
    CreateBuildSuccess: 'buildId build { uuid buildNumber transition }',
    ValidationError: `${ERROR} fields { field detail }`,
    NotFoundError: ERROR,
    ForbiddenError: ERROR,
    ConflictError: ERROR,
  },
  cancelBuild: {
    CancelBuildSuccess: 'buildId message build { uuid }',
    ValidationError: `${ERROR} fields { field detail }`,
    NotFoundError: ERROR,
    ForbiddenError: ERROR,
    ConflictError: ERROR,
    PreconditionFailedError: `${ERROR} build { uuid }`,
  },
  updateBuildState: {
    UpdateBuildStateSuccess: 'buildId build { uuid }',
    ValidationError: `${ERROR} fields { field detail }`,
    NotFoundError: ERROR,
    ForbiddenError: ERROR,
  },
};

/**
 * Creates a build of one workspace, meets the refusals on the way, cancels it, follows its log to the end, and writes
 * its provisioner state back as it was.
 */
export async function writes(sides: Sides, workspaceId: string, comparison: Comparison): Promise<void> {
  const { coder, graph } = sides;
  const mutate = async (name: string, input: string): Promise<Rest> => {
    const members = Object.entries(RESULTS[name] ?? {});
    for (const [type, fields] of members) {
      for (const field of fields.replace(/\{[^}]*\}/g, '').split(/\s+/))
        if (field) graph.visited.add(`${type}.${field}`);
    }
    graph.visited.add('FieldError.field').add('FieldError.detail');
    const inner = `{ __typename ${members.map(([type, fields]) => `... on ${type} { ${fields} }`).join(' ')} }`;
    return (await graph.field('Mutation', `${name}(input: { ${input} })`, inner)) as Rest;
  };
  const expectType = (result: Rest, type: string, where: string) => comparison.value(type, result.__typename, where);

  const nowhere = '11111111-1111-4111-8111-111111111111';
  const missing = await mutate('createBuild', `workspaceId: "${nowhere}", transition: START`);
  expectType(missing, 'NotFoundError', 'createBuild of no workspace');
  const wrong = `workspaceId: "${workspaceId}", transition: START, templateVersionId: "${nowhere}"`;
  expectType(await mutate('createBuild', wrong), 'ValidationError', 'createBuild with an unknown version');

  const created = await mutate('createBuild', `workspaceId: "${workspaceId}", transition: START`);
  expectType(created, 'CreateBuildSuccess', 'createBuild');
  const id = strings((created.build as Rest | null) ?? {}, 'uuid');
  const rest = await coder.object(`/workspacebuilds/${id}`);
  comparison.object('Build', rest, created.build, 'createBuild', { only: ['uuid', 'buildNumber', 'transition'] });
  const second = await mutate('createBuild', `workspaceId: "${workspaceId}", transition: STOP`);
  expectType(second, 'ConflictError', 'createBuild while another is active');

  const canceled = await mutate('cancelBuild', `buildId: "${id}"`);
  expectType(canceled, 'CancelBuildSuccess', 'cancelBuild');
  await buildLogs(sides, id)(comparison);

  const state = await coder.bytes(`/workspacebuilds/${id}/state`);
  if (state === null) return;
  const input = `buildId: "${id}", state: "${state.toString('base64')}"`;
  expectType(await mutate('updateBuildState', input), 'UpdateBuildStateSuccess', 'updateBuildState');
  const after = await coder.bytes(`/workspacebuilds/${id}/state`);
  comparison.value(state.toString('base64'), after?.toString('base64'), 'the state');
}
