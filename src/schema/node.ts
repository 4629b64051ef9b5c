import { findNode, findNodes } from '../resolvers/node.ts';
import { builder } from './foundation/builder.ts';

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Anything by its global id; null when it does not exist, or not any more, or is hidden.',
    args: { id: t.arg.id({ required: true, description: 'Global id; not a UUID, which does not say of what.' }) },
    resolve: (_, { id }, context) => findNode(String(id), context) as never,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: 'Several objects by their global ids, in the same order; null for those that `node` has null for.',
    args: { ids: t.arg.idList({ required: true, description: 'Global ids, at most 100.' }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: ids.length }),
    resolve: (_, { ids }, context) => findNodes(ids.map(String), context) as never,
  }),
}));
