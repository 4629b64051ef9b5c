import { InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/** Objects without an id that another one has once: what different queries select of them is joined, and not replaced. */
export const PARTS = [
  'AgentHealth',
  'BuildTimings',
  'Healthcheck',
  'JobInput',
  'JobMetadata',
  'MatchedProvisioners',
  'ProvisionerState',
  'WorkspaceHealth',
  'WorkspacePermissions',
];
const parts = Object.fromEntries(PARTS.map((name) => [name, { merge: true }]));

/** For lists that are read as `edges { cursor node }`: pages join in one list, by their cursors. */
export function cacheOfEdges(possibleTypes: Record<string, string[]>): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      ...parts,
      Query: { fields: { workspaces: relayStylePagination(['query']) } },
      Workspace: { fields: { builds: relayStylePagination(['status', 'transition', 'reason', 'since']) } },
    },
  });
}

interface Page {
  nodes: readonly unknown[];
}

/** For lists that are read as `nodes` and `pageInfo`: a page with `after` is put behind what is there. */
function pagesOfNodes(keyArgs: string[]) {
  return {
    keyArgs,
    merge(existing: Page | undefined, incoming: Page, { args }: { args: Record<string, unknown> | null }): Page {
      if (!args?.after || !existing) return incoming;
      return { ...incoming, nodes: [...existing.nodes, ...incoming.nodes] };
    },
  };
}

export function cacheOfNodes(possibleTypes: Record<string, string[]>): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      ...parts,
      Query: { fields: { workspaces: pagesOfNodes(['query']) } },
      Workspace: { fields: { builds: pagesOfNodes(['status', 'transition', 'reason', 'since']) } },
    },
  });
}
