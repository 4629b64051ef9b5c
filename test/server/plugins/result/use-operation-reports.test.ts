import { expect, test } from 'vitest';
import { ask, createStub } from '../../stub-gateway.ts';

test('operations are counted by type and code, upstream requests by route template', async () => {
  const stub = createStub();
  await ask(stub, '{ hello }');
  await ask(stub, '{ coded }');
  await ask(stub, 'mutation { change }');
  const request = {
    method: 'GET',
    route: '/workspacebuilds/{workspacebuild}',
    durationMs: 12,
    source: 'network',
  } as const;
  stub.gateway.metrics.upstreamRequest({ ...request, status: 200 });
  stub.gateway.metrics.upstreamRequest({ ...request, status: undefined });
  stub.gateway.metrics.unknownEnumValue('BuildReason');
  const response = await stub.gateway.pipeline.fetch('http://127.0.0.1:4000/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain');
  const lines = (await response.text()).split('\n');
  const route = 'method="GET",route="/workspacebuilds/{workspacebuild}"';
  for (const line of [
    'coder_graphql_operations_total{type="query",code="ok"} 1',
    'coder_graphql_operations_total{type="query",code="RATE_LIMITED"} 1',
    'coder_graphql_operations_total{type="mutation",code="ok"} 1',
    `coder_graphql_upstream_requests_total{${route},status="200",source="network"} 1`,
    `coder_graphql_upstream_requests_total{${route},status="none",source="network"} 1`,
    `coder_graphql_upstream_request_duration_seconds_count{${route},status="200"} 1`,
    'coder_graphql_unknown_enum_values_total{enum="BuildReason"} 1',
    'coder_graphql_open_sockets 0',
  ]) {
    expect(lines).toContain(line);
  }
});

test('with a port of its own /metrics is on that port only', async () => {
  const { gateway } = createStub({ metricsPort: 0 });
  await gateway.listen();
  try {
    expect((await fetch(gateway.metricsUrl)).status).toBe(200);
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${gateway.metricsUrl}?x=1`)).status).toBe(200);
    expect((await fetch(gateway.metricsUrl, { method: 'HEAD' })).status).toBe(200);
    const post = await fetch(gateway.metricsUrl, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  } finally {
    await gateway.close();
  }
});
