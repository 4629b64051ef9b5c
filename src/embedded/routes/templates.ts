import { type Context, envelope, json, type Reply } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { mayReadTemplate } from '../state/permissions.ts';
import { parseTerms } from './search-terms.ts';

/** The reads of templates. */
export function addTemplateRoutes(router: Router): void {
  router.subtree('/api/v2/templates');
  router.add('GET', '/api/v2/templates', listTemplates);
}

function listTemplates(context: Context): Reply {
  const { store, user } = context;
  const parsed = parseTerms(context.query.get('q') ?? '', ['search']);
  if ('problem' in parsed) return envelope(400, 'Invalid template search query.', '', [parsed.problem]);
  const ids = parsed.terms.get('ids')?.flatMap((list) => list.split(','));
  const deprecated = parsed.terms.get('deprecated')?.[0] === 'true';
  const rows = [...store.templates.values()].filter(
    (template) =>
      !template.deleted &&
      mayReadTemplate(user, template) &&
      template.deprecated === deprecated &&
      (ids === undefined || ids.includes(template.id)),
  );
  return json(
    rows.map((template) => ({
      id: template.id,
      organization_id: template.organizationId,
      name: template.name,
      display_name: template.displayName,
      icon: template.icon,
      active_version_id: template.activeVersionId,
      deprecated: template.deprecated,
      allow_user_cancel_workspace_jobs: template.allowUserCancel,
      require_active_version: template.requireActiveVersion,
      use_classic_parameter_flow: template.classicParameterFlow,
    })),
  );
}
