import { expect, it } from 'vitest';
import { startGateway } from '../support.ts';

it('should count what Coder answers otherwise than this version knows, and answer the query', async () => {
  const { embedded, query, gateway } = await startGateway();
  embedded.faults.add({
    route: '/workspaces',
    mutate: (page: { workspaces: Record<string, unknown>[] }) => {
      for (const workspace of page.workspaces) {
        workspace.flavor = 'sweet';
        workspace.outdated = 'perhaps';
        delete workspace.owner_name;
      }
    },
  });
  const { errors } = await query('{ workspaces(first: 3) { nodes { name } } }');
  expect(errors).toBeUndefined();
  const text = await gateway.metrics.registry.metrics();
  for (const [kind, field] of [
    ['unknown', 'workspaces.flavor'],
    ['mistyped', 'workspaces.outdated'],
    ['missing', 'workspaces.owner_name'],
  ])
    expect(text).toContain(`coder_graphql_drift_total{kind="${kind}",route="/workspaces",field="${field}"} 1`);
});
