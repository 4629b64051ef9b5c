import { type Context, json, type Reply } from '../http/http.ts';
import { page, QueryReader, readPaging } from '../http/query.ts';
import type { Router } from '../http/router.ts';
import { renderTemplate, renderVersion } from '../render/template.ts';
import { mayReadTemplate } from '../state/permissions.ts';
import { pathTemplate } from './lookup.ts';
import { SearchReader } from './search-reader.ts';

/** The reads of templates. */
export function addTemplateRoutes(router: Router): void {
  const base = '/api/v2/templates/{template}';
  router.subtree('/api/v2/templates');
  router.subtree(base, (context) => {
    pathTemplate(context);
  });
  router.add('GET', '/api/v2/templates', listTemplates);
  router.add('GET', base, (context) => json(renderTemplate(context.store, pathTemplate(context))));
  router.add('GET', `${base}/versions`, listVersions);
}

/** Deprecated templates are listed only when they are asked for, and then alone. */
function listTemplates(context: Context): Reply {
  const { store, user } = context;
  const search = new SearchReader(context, 'fuzzy_name', 'Invalid template search query.');
  const ids = search.uuids('ids');
  const deprecated = search.boolean('deprecated') ?? false;
  const organization = search.text('organization');
  const exactName = search.text('exact_name');
  const name = search.text('fuzzy_name');
  search.finish();
  const rows = [...store.templates.values()].filter(
    (template) =>
      !template.deleted &&
      mayReadTemplate(user, template) &&
      template.deprecated === deprecated &&
      (ids.length === 0 || ids.includes(template.id)) &&
      (organization === '' || store.organization(template.organizationId).name === organization) &&
      (exactName === '' || template.name === exactName) &&
      template.name.includes(name),
  );
  return json(rows.map((template) => renderTemplate(store, template)));
}

/** Oldest first; archived ones only when they are asked for. */
function listVersions(context: Context): Reply {
  const { store, query } = context;
  const template = pathTemplate(context);
  const paging = readPaging(context);
  const reader = new QueryReader(query);
  const archivedToo = reader.boolean('include_archived') ?? false;
  reader.finish('Invalid query parameters.');
  const versions = [...store.versions.values()]
    .filter((version) => version.templateId === template.id && (archivedToo || !version.archived))
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const cursor = paging.afterId === null ? -1 : versions.findIndex(({ id }) => id === paging.afterId);
  return json(page(versions.slice(cursor + 1), paging).map((version) => renderVersion(store, version)));
}
