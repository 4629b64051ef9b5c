import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';

type Variables = Record<string, unknown>;

// Before any of the demo's builds, so that the number does not depend on the day.
const longAgo = '2020-01-01T00:00:00Z';

function stopped(coder: TestCoder): Variables {
  return { workspaceId: coder.workspace('delta-docs').id };
}

function pending(coder: TestCoder): Variables {
  return { buildId: coder.control.createBuild(coder.workspace('delta-docs'), {}, { hold: 'pending' }).id };
}

function active(coder: TestCoder): string {
  return coder.store.templateOf(coder.workspace('delta-docs')).activeVersionId;
}

/** The variables of each operation of the cookbook, by the name of its file. */
export const cases: Record<string, (coder: TestCoder) => Variables> = {
  'workspaces-to-apps': () => ({ first: 50 }),
  'count-by-status': () => ({}),
  'cost-per-owner': () => ({}),
  'agents-not-connected': () => ({}),
  'outdated-workspaces': () => ({}),
  'dormant-workspaces': () => ({}),
  schedule: () => ({}),
  'shared-workspaces': () => ({}),
  queue: () => ({}),
  'workspace-overview': () => ({ name: 'atlas-dev' }),
  'open-apps': () => ({ name: 'atlas-dev' }),
  'startup-logs': () => ({ name: 'atlas-dev' }),
  'page-of-builds': () => ({ name: 'atlas-dev' }),
  'failed-builds': () => ({ name: 'atlas-dev', since: longAgo }),
  'builds-by-reason': () => ({ name: 'atlas-dev' }),
  'compare-builds': () => ({ name: 'atlas-dev', before: 29, after: 61 }),
  'one-build': () => ({ workspace: 'atlas-dev', number: 61 }),
  'slowest-steps': () => ({ workspace: 'atlas-dev', number: 61 }),
  'why-it-failed': () => ({ owner: 'tara', workspace: 'ember', number: 7 }),
  'template-versions': (coder) => ({ templateId: coder.store.templateOf(coder.workspace('delta-docs')).id }),
  'start-form': () => ({ name: 'atlas-dev' }),
  'create-build': stopped,
  'start-with-preset': (coder) => ({
    ...stopped(coder),
    presetId: coder.store.versionRow(active(coder)).presets[0]?.id,
    parameters: [{ name: 'greeting', value: 'Hello' }],
  }),
  'restart-with-version': (coder) => ({ ...stopped(coder), templateVersionId: active(coder) }),
  'stop-workspace': (coder) => ({ workspaceId: coder.workspace('atlas-dev').id }),
  'delete-workspace': stopped,
  'cancel-build': pending,
  'cancel-while-pending': pending,
  'newest-build': () => ({ name: 'atlas-dev' }),
  'follow-build': (coder) => ({ buildId: coder.build('atlas-dev').id }),
  'last-lines': (coder) => ({ buildId: coder.build('atlas-dev').id }),
  'until-it-ends': (coder) => ({ buildId: coder.build('atlas-dev').id }),
  'live-workspaces': () => ({ query: 'owner:me', first: 10 }),
  'live-workspace': (coder) => ({ workspaceId: coder.workspace('atlas-dev').id }),
  'live-metadata': (coder) => ({ agentId: coder.control.agents(coder.build('borealis'))[0]?.id }),
};
