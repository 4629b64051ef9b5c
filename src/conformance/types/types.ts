import type { TypeRules } from '../rules.ts';
import { agentRules } from './agent.ts';
import { buildRules } from './build.ts';
import { detailsRules } from './details.ts';
import { pagesRules } from './pages.ts';
import { templateRules } from './template.ts';
import { workspaceRules } from './workspace.ts';

/** The rules of every object type that Coder's JSON holds. */
export const typeRules: Readonly<Record<string, TypeRules>> = {
  ...workspaceRules,
  ...buildRules,
  ...agentRules,
  ...templateRules,
  ...detailsRules,
  ...pagesRules,
};
