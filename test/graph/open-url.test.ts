import { describe, expect, it } from 'vitest';
import { startGateway, type Wire } from '../support.ts';

const BUILD = 'GET /workspacebuilds/{workspacebuild}';
const HOST = 'GET /applications/host';

/** The first app of a build with other values, in a deployment whose subdomain apps have these hosts. */
async function opened(fields: Record<string, unknown>, wildcardHost = '*.apps.example.com') {
  const { embedded, query, calls } = await startGateway();
  embedded.store.settings.wildcardHost = wildcardHost;
  const { id } = embedded.build('atlas-dev');
  embedded.faults.add({
    route: '/workspacebuilds/{workspacebuild}',
    mutate: (body: Wire) => {
      const changed = structuredClone(body);
      const [agent] = changed.resources.flatMap((resource: Wire) => resource.agents ?? []);
      agent.apps = agent.apps.map((app: Wire) => ({ ...app, external: false, command: '', slug: 'it', ...fields }));
      return changed;
    },
  });
  const { data, errors } = await query(`{ build(id: "${id}") { agents { name apps { openUrl } } } }`);
  expect(errors).toBeUndefined();
  const [agent] = data.build.agents;
  expect(agent.apps.length).toBeGreaterThan(1);
  const path = `${embedded.url}/@mira/atlas-dev.${agent.name}/apps/it/`;
  return { url: agent.apps[0].openUrl, path, calls: calls() };
}

describe('an app is opened', () => {
  it('at its external address as it is, with the placeholder for a token', async () => {
    const url = 'jetbrains://gateway?token=$SESSION_TOKEN';
    expect(await opened({ external: true, url })).toMatchObject({ url, calls: [BUILD] });
  });

  it('nowhere when it is a command', async () => {
    expect(await opened({ command: 'htop', subdomain: false })).toMatchObject({ url: null, calls: [BUILD] });
  });

  it('at its subdomain, with one call for all apps', async () => {
    const { url, calls } = await opened({ subdomain: true, subdomain_name: 'it--atlas-dev--mira' });
    expect(url).toBe('http://it--atlas-dev--mira.apps.example.com/');
    expect(calls).toEqual([BUILD, HOST]);
  });

  it('at its path where the deployment has no subdomains', async () => {
    const { url, path, calls } = await opened({ subdomain: true, subdomain_name: 'it--atlas-dev--mira' }, '');
    expect(url).toBe(path);
    expect(calls).toEqual([BUILD, HOST]);
  });

  it('at its path otherwise', async () => {
    const { url, path, calls } = await opened({ subdomain: false });
    expect(url).toBe(path);
    expect(calls).toEqual([BUILD]);
  });
});
