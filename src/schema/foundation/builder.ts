import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import RelayPlugin from '@pothos/plugin-relay';
import type { INVALID_BASE64 } from '../../resolvers/arguments.ts';
import type { RequestContext } from '../../resolvers/context.ts';
import { decodeNodeId, encodeNodeId } from '../../resolvers/ids.ts';

/** The cost of a list that counts as one thing: what is in it was counted by what holds the list. */
const ONCE = { field: 1, multiplier: 1 };

/** The one builder; every type of the graph is defined with it, in a file of its own. */
export const builder = new SchemaBuilder<{
  Context: RequestContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    UUID: { Input: string; Output: string };
    BigInt: { Input: number; Output: number };
    Base64: { Input: Buffer | typeof INVALID_BASE64; Output: Buffer };
  };
}>({
  plugins: [ComplexityPlugin, RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    encodeGlobalID: (type, id) => encodeNodeId(type, String(id)),
    decodeGlobalID: (id) => decodeNodeId(id),
    nodesOnConnection: {
      description: 'The items of the edges, in order.',
      // The connection has multiplied by its page already.
      complexity: ONCE,
    },
    edgesFieldOptions: {
      nullable: { list: false, items: false },
      description: 'The items with their cursors, in order.',
      complexity: ONCE,
    },
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: { description: 'Opaque; pass it as `after` to go on behind this item.' },
    pageInfoFieldOptions: { description: 'Where this page stands.' },
    hasNextPageFieldOptions: { description: 'Whether there are items behind this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
    startCursorFieldOptions: { description: 'Of the first item; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor after the last item read; null on an empty page.' },
    idFieldOptions: { description: 'Global id: opaque, unique in the graph.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its connection.' },
    nodeTypeOptions: { description: 'Anything with a global id, refetchable through `node(id:)`.' },
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
  // A selection costs its fields; a list multiplies by what it usually holds. Connections multiply by their page.
  complexity: { defaultComplexity: 1, defaultListMultiplier: 2 },
});
