import type { Healthcheck } from '../../coder/model.ts';
import * as rest from '../../coder/rest/agent.ts';
import type { AppNode } from '../../loaders/nodes.ts';
import { openUrl } from '../../resolvers/app.ts';
import { compositeId } from '../../resolvers/ids.ts';
import { builder } from '../foundation/builder.ts';
import { AppHealth, AppOpenIn, AppSharingLevel } from '../foundation/enums.ts';
import { AgentRef, AppRef } from '../foundation/refs.ts';
import { fromNode, ownView, RestFields } from '../foundation/rest-fields.ts';
import { ofApp } from '../foundation/views.ts';
import { AppStatusRef } from './app-status.ts';

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
  id: ofApp.globalId('App', (id, { agent }) => compositeId(rest.agent.read(agent.agent, 'id'), id)),
  fields: (t) => ({
    uuid: t.field(ofApp.value('id', { type: 'UUID' })),
    slug: t.field(ofApp.value('slug', { type: 'String', description: 'Unique in its template.' })),
    displayName: t.field(ofApp.value('display_name', { type: 'String', description: 'Null when unset.' })),
    url: t.field(
      ofApp.value('url', {
        type: 'String',
        description: 'As seen from the workspace, or an external address; null when unset.',
      }),
    ),
    command: t.field(
      ofApp.value('command', { type: 'String', description: 'Of an app that runs in a terminal; null when unset.' }),
    ),
    icon: t.field(ofApp.value('icon', { type: 'String', description: 'URL or path in Coder; null when unset.' })),
    group: t.field(ofApp.value('group', { type: 'String', description: 'Where the UI groups it; null when unset.' })),
    tooltip: t.field(ofApp.value('tooltip', { type: 'String', description: 'Markdown; null when unset.' })),
    external: t.field(
      ofApp.value('external', {
        type: 'Boolean',
        description: 'Whether `url` is opened as it is, without going through Coder.',
      }),
    ),
    hidden: t.field(
      ofApp.value('hidden', { type: 'Boolean', description: 'Whether the template wants it hidden in the UI.' }),
    ),
    subdomain: t.field(
      ofApp.value('subdomain', {
        type: 'Boolean',
        description: 'Whether it is served on a subdomain rather than a path.',
      }),
    ),
    subdomainName: t.field(ofApp.value('subdomain_name', { type: 'String', description: 'Null without a subdomain.' })),
    sharingLevel: t.field(
      ofApp.value('sharing_level', {
        type: AppSharingLevel,
      }),
    ),
    openIn: t.field(ofApp.value('open_in', { type: AppOpenIn })),
    health: t.field(ofApp.value('health', { type: AppHealth })),
    healthcheck: t.field(
      ofApp.object('healthcheck', { type: HealthcheckRef, description: 'Zeros when there is none.' }),
    ),
    statuses: t.field(
      ofApp.list(
        'statuses',
        { type: [AppStatusRef], description: 'What it has said of itself, newest first.' },
        (status) => ({ status }),
      ),
    ),
    openUrl: t.string({
      nullable: true,
      description:
        "Where Coder's UI opens it: its external address as it is, else its subdomain, or its path where the deployment has none (REST: `GET /applications/host`; one upstream call for all subdomain apps). Null for a command, and for a path app of an agent that was reached by its own id.",
      resolve: (app, _, context) => openUrl(app, context),
    }),
    agent: t.field(
      fromNode(
        { type: AgentRef, nullable: true, description: 'The agent that offers it; never costs a call.' },
        ({ agent }: AppNode) => agent,
      ),
    ),
  }),
});
