import { workspaces as ofPage } from '../../coder/rest/workspace.ts';
import { reportOmittedItem } from '../../plan/invalid-items.ts';
import type { WorkspaceListChange } from '../../resolvers/workspace-list.ts';
import { builder } from '../foundation/builder.ts';
import { WorkspaceRef } from '../foundation/refs.ts';

/** The root field has multiplied by its page already. */
const ONCE = { field: 1, multiplier: 1 };

export const WorkspaceListEventRef = builder.objectRef<WorkspaceListChange>('WorkspaceListEvent').implement({
  description:
    'The page of a list at subscription, then how it differs from the event before: take out `left`, put in `changed`, and sort by `order` where it is not null.',
  fields: (t) => ({
    changed: t.field({
      type: [WorkspaceRef],
      description: 'Workspaces that are new on the page, or of which a selected value differs; all of them at first.',
      complexity: ONCE,
      resolve: ({ changed, omitted }, _, context, info) => {
        for (const problem of omitted) reportOmittedItem(problem, context, info);
        return changed;
      },
    }),
    left: t.idList({
      description:
        'Global ids of those that are no longer on the page: deleted, hidden, no match of the search, or moved behind it.',
      complexity: ONCE,
      resolve: ({ left }) => left,
    }),
    order: t.idList({
      nullable: true,
      description: 'Global ids of the whole page, in order; null when they are as before.',
      complexity: ONCE,
      resolve: ({ order }) => order,
    }),
    totalCount: t.int({
      description: 'All matches, also those behind the page and a few that Coder then hides (REST: `count`).',
      resolve: ({ page }) => ofPage.read(page, 'count'),
    }),
  }),
});
