import { computed, list, object, same, type TypeRules } from '../rules.ts';

/** Pages of lists. */
export const pagesRules: Readonly<Record<string, TypeRules>> = {
  PageInfo: {
    hasNextPage: computed(['more'], ({ more }) => more),
    hasPreviousPage: computed([], ({ before = false }) => before),
    startCursor: computed([], ({ rows }) => ((rows as unknown[]).length > 0 ? true : null), { kind: 'present' }),
    endCursor: computed([], ({ rows }) => ((rows as unknown[]).length > 0 ? true : null), { kind: 'present' }),
  },
  ...connection('BuildLog', ['id']),
  ...connection('AgentLog', ['id']),
  ...connection('Build', ['uuid']),
  ...connection('TemplateVersion', ['uuid'], {}, ['uuid', 'name', 'createdAt']),
  ...connection('Workspace', ['uuid'], { totalCount: same('count') }),
};

/** A page: `rows` of Coder's, and whether there are `more`. */
function connection(
  node: string,
  only: readonly string[],
  more: TypeRules = {},
  shown?: readonly string[],
): Record<string, TypeRules> {
  return {
    [`${node}Connection`]: {
      nodes: list('rows', node, shown && { only: shown }),
      edges: computed(['rows'], ({ rows }) => (rows as unknown[]).map((row) => ({ row })), { type: `${node}Edge` }),
      pageInfo: computed([], (page) => page, { type: 'PageInfo' }),
      ...more,
    },
    [`${node}Edge`]: {
      cursor: computed([], () => true, { kind: 'present' }),
      node: object('row', node, { only }),
    },
  };
}
