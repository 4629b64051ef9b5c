import { UserNode } from '../../loaders/nodes.ts';
import { builder } from '../foundation/builder.ts';
import { fromNode, nodeId } from '../foundation/rest-fields.ts';

export const UserRef = builder.node(builder.objectRef<UserNode>('User'), {
  description:
    "A user of Coder. Where another object names its user, id and username, and an owner's avatar, cost nothing; what else is selected is read (REST: `GET /users/{user}`) and is null when Coder hides the user.",
  id: nodeId('User', (user: UserNode) => user.id),
  fields: (t) => ({
    uuid: t.field(fromNode({ type: 'UUID', description: 'REST: `id`.' }, (user: UserNode) => user.id)),
    username: t.string({
      nullable: true,
      description: 'Login name, unique in the deployment (REST: `username`).',
      resolve: (user) => user.property('username'),
    }),
    avatarUrl: t.string({
      nullable: true,
      description: 'Null when there is none (REST: `avatar_url`).',
      resolve: (user) => user.property('avatar_url'),
    }),
    name: t.string({
      nullable: true,
      description: 'Full name; null when unset (REST: `name`).',
      resolve: (user) => user.property('name'),
    }),
    email: t.string({ nullable: true, description: 'REST: `email`.', resolve: (user) => user.property('email') }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    description: 'Whose session token the request carries (REST: `GET /users/me`).',
    resolve: async (_, __, { loaders }) => {
      const me = await loaders.users.load('me');
      return me && UserNode.of(loaders, me);
    },
  }),
);
