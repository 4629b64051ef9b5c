import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';

const condition = {
  type: new GraphQLNonNull(GraphQLBoolean),
  defaultValue: true,
  description: 'Whether it is delivered later; `false` is as if the directive were not there.',
};
const label = { type: GraphQLString, description: 'A name, unique in the document, that the parts carry.' };

const transports = 'Over HTTP only, for clients that accept `multipart/mixed` or `text/event-stream`.';

/** Its arguments are those that the executor reads, which has a definition of its own. */
export const deferDirective = new GraphQLDirective({
  name: 'defer',
  description: `Delivers a fragment after the rest of the answer, for fields that cost a call to Coder. ${transports}`,
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: { if: condition, label },
});

/** As `deferDirective`. */
export const streamDirective = new GraphQLDirective({
  name: 'stream',
  description: `Delivers the items of a list one by one, after the first ones. ${transports}`,
  locations: [DirectiveLocation.FIELD],
  args: {
    if: condition,
    label,
    initialCount: {
      type: GraphQLInt,
      defaultValue: 0,
      description: 'How many items come with the rest of the answer.',
    },
  },
});
