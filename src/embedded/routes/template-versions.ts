import { json } from '../http/http.ts';
import type { Router } from '../http/router.ts';
import { renderVersion } from '../render/build.ts';
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
  router.add('GET', `${base}/rich-parameters`, (context) =>
    json(
      pathVersion(context).parameters.map((parameter) => ({
        name: parameter.name,
        display_name: parameter.displayName,
        description: '',
        type: parameter.type,
        mutable: true,
        default_value: parameter.defaultValue,
        required: parameter.required,
        ephemeral: false,
      })),
    ),
  );
  router.add('GET', `${base}/presets`, (context) =>
    json(
      pathVersion(context).presets.map((preset) => ({
        ID: preset.id,
        Name: preset.name,
        Parameters: Object.entries(preset.values).map(([Name, Value]) => ({ Name, Value })),
        Default: false,
      })),
    ),
  );
}
