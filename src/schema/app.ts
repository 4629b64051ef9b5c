import type { Checked } from '../coder/response/check.ts';
import * as rest from '../coder/rest/agent.ts';
import { compositeId } from '../resolvers/ids.ts';
import { dropInvalidItems } from '../resolvers/invalid-items.ts';
import { AppStatusRef } from './app-status.ts';
import { builder } from './builder.ts';
import { AppHealth, AppOpenIn, AppSharingLevel } from './enums.ts';
import { AppRef } from './refs.ts';
import { ownView, RestFields } from './rest-fields.ts';

type Healthcheck = Checked<typeof rest.healthcheck>;

const healthcheck = new RestFields(ownView(rest.healthcheck, (json: Healthcheck) => json));

const HealthcheckRef = builder.objectRef<Healthcheck>('Healthcheck').implement({
  description: 'How the health of an app is checked (REST: `healthcheck` of an app).',
  fields: (t) => ({
    url: t.field(healthcheck.value('url', { type: 'String' })),
    interval: t.field(healthcheck.value('interval', { type: 'Int', description: 'Seconds between two checks.' })),
    threshold: t.field(
      healthcheck.value('threshold', { type: 'Int', description: 'Failures in a row that make the app unhealthy.' }),
    ),
  }),
});

builder.node(AppRef, {
  description: 'Something that a workspace offers: an IDE, a port, a link (REST: `apps` of an agent).',
  id: { resolve: ({ app, agent }) => compositeId(agent.agent.id, app.id), description: 'Global id.' },
  fields: (t) => ({
    uuid: t.field({ type: 'UUID', description: 'REST: `id`.', resolve: ({ app }) => app.id }),
    slug: t.string({ description: 'Unique in its template (REST: `slug`).', resolve: ({ app }) => app.slug }),
    displayName: t.string({
      nullable: true,
      description: 'Null when unset (REST: `display_name`).',
      resolve: ({ app }) => app.display_name,
    }),
    url: t.string({
      nullable: true,
      description: 'As seen from the workspace, or an external address; null when unset (REST: `url`).',
      resolve: ({ app }) => app.url,
    }),
    command: t.string({
      nullable: true,
      description: 'Of an app that runs in a terminal; null when unset (REST: `command`).',
      resolve: ({ app }) => app.command,
    }),
    icon: t.string({
      nullable: true,
      description: 'URL or path in Coder; null when unset (REST: `icon`).',
      resolve: ({ app }) => app.icon,
    }),
    group: t.string({
      nullable: true,
      description: 'Where the UI groups it; null when unset (REST: `group`).',
      resolve: ({ app }) => app.group,
    }),
    tooltip: t.string({
      nullable: true,
      description: 'Markdown; null when unset (REST: `tooltip`).',
      resolve: ({ app }) => app.tooltip,
    }),
    external: t.boolean({
      description: 'Whether `url` is opened as it is, without going through Coder (REST: `external`).',
      resolve: ({ app }) => app.external,
    }),
    hidden: t.boolean({
      description: 'Whether the template wants it hidden in the UI (REST: `hidden`).',
      resolve: ({ app }) => app.hidden,
    }),
    subdomain: t.boolean({
      description: 'Whether it is served on a subdomain rather than a path (REST: `subdomain`).',
      resolve: ({ app }) => app.subdomain,
    }),
    subdomainName: t.string({
      nullable: true,
      description: 'Null without a subdomain (REST: `subdomain_name`).',
      resolve: ({ app }) => app.subdomain_name,
    }),
    sharingLevel: t.field({
      type: AppSharingLevel,
      description: 'REST: `sharing_level`.',
      resolve: ({ app }) => app.sharing_level,
    }),
    openIn: t.field({ type: AppOpenIn, description: 'REST: `open_in`.', resolve: ({ app }) => app.open_in }),
    health: t.field({ type: AppHealth, description: 'REST: `health`.', resolve: ({ app }) => app.health }),
    healthcheck: t.field({
      type: HealthcheckRef,
      nullable: true,
      description: 'Zeros when there is none (REST: `healthcheck`).',
      resolve: ({ app }) => app.healthcheck as never,
    }),
    statuses: t.field({
      type: [AppStatusRef],
      description: 'What it has said of itself, newest first (REST: `statuses`).',
      resolve: ({ app }, _, context, info) => [...dropInvalidItems(app.statuses, context, info)] as never[],
    }),
  }),
});
