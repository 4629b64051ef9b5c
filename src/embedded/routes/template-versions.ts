import { envelope, json } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { renderParameter, renderPreset, renderVersion } from '../render/template.ts';
import { logsReply } from './build-logs.ts';
import { pathVersion } from './lookup.ts';

/** The reads of template versions. */
export function addTemplateVersionRoutes(router: Router): void {
  const base = '/api/v2/templateversions/{templateversion}';
  router.subtree(base, (context) => {
    pathVersion(context);
  });
  router.add('GET', base, (context) => json(renderVersion(context.store, pathVersion(context))));
  router.add('GET', `${base}/logs`, (context) => logsReply(context, pathVersion(context).job, 'version-logs'));
  router.add('GET', `${base}/rich-parameters`, (context) => {
    const version = pathVersion(context);
    if (version.job.completedAt === null) return envelope(425, 'Template version job has not finished');
    return json(version.parameters.map(renderParameter));
  });
  router.add('GET', `${base}/presets`, (context) => {
    const { presets } = pathVersion(context);
    // Go sends a list without rows as null here.
    return json(presets.length === 0 ? null : presets.map(renderPreset));
  });
}
