import { describe, expect, it } from 'vitest';
import { startMutations } from './support.ts';

/**
 * What each role gets, by workspace: `falcon` and `umbra` are the member's own (the users of umbra's template may not
 * cancel), `delta-docs` the template admin's, `atlas-dev` the owner's, `borealis` the owner's and shared with the member.
 */

const roles = { owner: 'mira', 'template admin': 'tara', member: 'omar' } as const;
type Role = keyof typeof roles;
type Expected = Record<Role, string>;

const ok = (name: string) => `${name}Success`;
const CREATE: Record<string, Expected> = {
  falcon: { owner: ok('CreateBuild'), 'template admin': 'ForbiddenError', member: ok('CreateBuild') },
  'delta-docs': { owner: ok('CreateBuild'), 'template admin': ok('CreateBuild'), member: 'NotFoundError' },
  'atlas-dev': { owner: ok('CreateBuild'), 'template admin': 'ForbiddenError', member: 'NotFoundError' },
  borealis: { owner: ok('CreateBuild'), 'template admin': 'ForbiddenError', member: 'ForbiddenError' },
};
const CANCEL: Record<string, Expected> = {
  falcon: { owner: ok('CancelBuild'), 'template admin': 'UPSTREAM_UNAVAILABLE', member: ok('CancelBuild') },
  umbra: { owner: ok('CancelBuild'), 'template admin': 'ForbiddenError', member: 'ForbiddenError' },
  'atlas-dev': { owner: ok('CancelBuild'), 'template admin': 'UPSTREAM_UNAVAILABLE', member: 'NotFoundError' },
  // Coder refuses a mere reader with 500.
  borealis: { owner: ok('CancelBuild'), 'template admin': 'UPSTREAM_UNAVAILABLE', member: 'UPSTREAM_UNAVAILABLE' },
};
const STATE: Record<string, Expected> = {
  falcon: { owner: ok('UpdateBuildState'), 'template admin': ok('UpdateBuildState'), member: 'NotFoundError' },
  'atlas-dev': { owner: ok('UpdateBuildState'), 'template admin': ok('UpdateBuildState'), member: 'NotFoundError' },
};
/** A creation with a state needs both rights. */
const CREATE_WITH_STATE: Record<string, Expected> = {
  falcon: { owner: ok('CreateBuild'), 'template admin': 'ForbiddenError', member: 'ForbiddenError' },
  'delta-docs': { owner: ok('CreateBuild'), 'template admin': ok('CreateBuild'), member: 'NotFoundError' },
};

function cases(table: Record<string, Expected>) {
  return Object.entries(table).flatMap(([workspace, expected]) =>
    Object.entries(roles).map(([role, user]) => ({ workspace, role, user, outcome: expected[role as Role] })),
  );
}

type Case = ReturnType<typeof cases>[number];
type Run = (started: Awaited<ReturnType<typeof startMutations>>, of: Case) => ReturnType<typeof started.mutate>;

async function expectOutcome(of: Case, run: Run): Promise<void> {
  const { data, errors } = await run(await startMutations(), of);
  expect(errors?.[0]?.extensions.code ?? data?.result.__typename).toBe(of.outcome);
}

describe('createBuild', () => {
  it.each(cases(CREATE))('on $workspace gives the $role $outcome', (of) =>
    expectOutcome(of, ({ embedded, mutate }, { workspace, user }) =>
      mutate('createBuild', { workspaceId: embedded.workspace(workspace).id, transition: 'STOP' }, { user }),
    ),
  );
  it.each(cases(CREATE_WITH_STATE))('with a state on $workspace gives the $role $outcome', (of) =>
    expectOutcome(of, ({ embedded, mutate }, { workspace, user }) => {
      const input = { workspaceId: embedded.workspace(workspace).id, transition: 'START', state: 'e30=' };
      return mutate('createBuild', input, { user });
    }),
  );
});

describe('cancelBuild', () => {
  it.each(cases(CANCEL))('on $workspace gives the $role $outcome', (of) =>
    expectOutcome(of, ({ embedded, mutate }, { workspace, user }) => {
      const build = embedded.control.createBuild(embedded.workspace(workspace), {}, { hold: 'running' });
      return mutate('cancelBuild', { buildId: build.id }, { user });
    }),
  );
});

describe('updateBuildState', () => {
  it.each(cases(STATE))('on $workspace gives the $role $outcome', (of) =>
    expectOutcome(of, ({ embedded, mutate }, { workspace, user }) =>
      mutate('updateBuildState', { buildId: embedded.build(workspace).id, state: 'e30=' }, { user }),
    ),
  );
});
