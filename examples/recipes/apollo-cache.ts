import { InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/** For lists that are read as `edges { cursor node }`: pages join in one list, by their cursors. */
export function cacheOfEdges(possibleTypes: Record<string, string[]>): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
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
      Query: { fields: { workspaces: pagesOfNodes(['query']) } },
      Workspace: { fields: { builds: pagesOfNodes(['status', 'transition', 'reason', 'since']) } },
    },
  });
}
