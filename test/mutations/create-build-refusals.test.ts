import { describe, expect, it } from 'vitest';
import { FAILURES, REFUSALS, type Row } from './create-build-rows.ts';
import { expectRefusal, expectUnavailable, type Refused, startMutations } from './support.ts';

async function refuse({ workspace = 'delta-docs', user = 'mira', input, before }: Row) {
  const { embedded, mutate, writes } = await startMutations();
  const extra = before?.(embedded);
  const builds = embedded.store.builds.size;
  const { id } = embedded.workspace(workspace);
  const sent = { workspaceId: id, transition: 'START', ...input, ...(typeof extra === 'object' ? extra : {}) };
  const answer = await mutate('createBuild', sent, { user });
  expect(writes()).toEqual(['POST /workspaces/{workspace}/builds']);
  expect(embedded.store.builds.size).toBe(builds);
  return { answer, embedded };
}

describe('createBuild gives as data what Coder refuses', () => {
  it.each(REFUSALS)('$row', async (row) => {
    const { answer, embedded } = await refuse(row);
    expectRefusal(answer, row as Refused, embedded);
  });

  it('fields by the names of the input', async () => {
    const { embedded, mutate } = await startMutations();
    const keys = [
      'template_version_id',
      'template_version_preset_id',
      'rich_parameter_values',
      'log_level',
      'dry_run',
      'transition',
    ];
    const body = JSON.stringify({
      message: 'Validation failed.',
      validations: keys.map((field) => ({ field, detail: 'wrong' })),
    });
    embedded.faults.add({ method: 'POST', respond: { status: 400, body } });
    const { id } = embedded.workspace('falcon');
    const { data } = await mutate('createBuild', { workspaceId: id, transition: 'START' });
    expect(data?.result.fields.map(({ field }: { field: string }) => field)).toEqual([
      'templateVersionId',
      'templateVersionPresetId',
      'parameters',
      'logLevel',
      'dryRun',
      'transition',
    ]);
  });

  it('parameters by the names of the template, also where one is called like a key of the body', async () => {
    const { embedded, mutate } = await startMutations();
    const validations = [{ field: 'log_level', detail: 'Invalid parameter value; too quiet' }];
    const body = JSON.stringify({ message: 'Unable to validate parameters', validations });
    embedded.faults.add({ method: 'POST', respond: { status: 400, body } });
    const { id } = embedded.workspace('falcon');
    const { data } = await mutate('createBuild', { workspaceId: id, transition: 'START' });
    expect(data?.result.fields).toEqual(validations);
  });
});

describe('createBuild fails without the words of a 500', () => {
  it.each(FAILURES)('$row', async (row) => {
    const { answer, embedded } = await refuse(row);
    expectUnavailable(answer, embedded);
  });
});
