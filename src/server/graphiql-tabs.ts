import { readFileSync } from 'node:fs';

/** A tab that GraphiQL opens with on first contact. */
export interface GraphiqlTab {
  query: string;
  variables?: string;
}

/** The workspace `citadel` of the embedded Coder. */
const demoWorkspace = 'af88bfa7-bb58-41c5-8cfa-a9b5077d404f';
/** The newest build of `omar/pylon` there: it runs until it is canceled. */
const demoBuild = 'cc5c9fb1-73b4-4193-a3c1-0492a3b0e062';

/**
 * What a visitor sees first: the product in a few operations, which the examples use as well. They run as they are on the
 * embedded Coder, whose ids are the same at every start.
 */
export function graphiqlTabs(): GraphiqlTab[] {
  return [
    tab('workspaces-to-apps', { first: 5 }),
    tab('live-workspaces', { query: 'owner:me', first: 10 }),
    tab('page-of-builds', { name: 'atlas-dev', after: null }),
    tab('failed-builds', { name: 'atlas-dev', since: null, after: null }),
    tab('one-build', { workspace: 'atlas-dev', number: 61 }),
    tab('workspace-overview', { name: 'atlas-dev' }),
    tab('create-build', { workspaceId: demoWorkspace }),
    tab('follow-build', { buildId: demoBuild, after: null }),
    tab('last-lines', { buildId: demoBuild, after: null, minLevel: null }),
    tab('cancel-build', { buildId: demoBuild }),
  ];
}

function tab(operation: string, variables: Record<string, unknown>): GraphiqlTab {
  const file = new URL(`../../examples/operations/${operation}.graphql`, import.meta.url);
  return { query: readFileSync(file, 'utf8'), variables: JSON.stringify(variables, null, 2) };
}
