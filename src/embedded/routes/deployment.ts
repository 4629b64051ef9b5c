import { type Context, json, type Reply, TEXT_TYPE } from '../http/http.ts';
import type { Router } from '../http/router.ts';

/** Routes about the deployment itself. */
export function addDeploymentRoutes(router: Router): void {
  router.add('GET', '/healthz', () => ({ status: 200, contentType: TEXT_TYPE, body: 'OK' }), { open: true });
  router.add('GET', '/api/v2/buildinfo', buildInfo, { open: true });
  router.subtree('/api/v2/experiments');
  router.add('GET', '/api/v2/experiments', ({ store }) => json(store.settings.experiments));
  router.subtree('/api/v2/applications/host');
  router.add('GET', '/api/v2/applications/host', ({ store }) => json({ host: store.settings.wildcardHost }));
}

function buildInfo({ store, accessUrl }: Context): Reply {
  return json({
    external_url: `https://github.com/coder/coder/releases/tag/${store.version}`,
    version: store.version,
    dashboard_url: accessUrl,
    telemetry: false,
    workspace_proxy: false,
    agent_api_version: '2.10',
    provisioner_api_version: '1.17',
    upgrade_message: '',
    deployment_id: '6f6e2c0e-4b1c-4c9f-8d37-0f6f9a3f2b51',
  });
}
