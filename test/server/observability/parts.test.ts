import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startWorld } from '../../e2e/support.ts';

const SLOW_MS = 200;

test('an answer in parts is one line and one measurement, with the calls, time and errors of all its parts', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (text: string) => void lines.push(JSON.parse(text)) });
  const { embedded, url } = await startWorld({ log });
  const { id } = embedded.build('atlas-dev');
  embedded.faults.add({ route: '/workspacebuilds/{workspacebuild}', respond: { status: 503 }, latency: SLOW_MS });
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'multipart/mixed',
      'coder-session-token': embedded.user('mira').token,
    },
    body: JSON.stringify({ query: `query Parts { __typename ... @defer { build(id: "${id}") { status } } }` }),
  });
  expect(await answer.text()).toContain('UPSTREAM_UNAVAILABLE');
  const operations = lines.filter(({ msg }) => msg === 'operation');
  expect(operations).toMatchObject([{ type: 'query', name: 'Parts', codes: ['UPSTREAM_UNAVAILABLE'] }]);
  expect(operations[0]?.upstreamCalls).toBeGreaterThan(0);
  expect(operations[0]?.durationMs).toBeGreaterThanOrEqual(SLOW_MS);
  const metrics = await (await fetch(new URL('/metrics', url))).text();
  expect(metrics).toMatch(/^coder_graphql_operations_total\{type="query",code="UPSTREAM_UNAVAILABLE"\} 1$/m);
  expect(metrics).toMatch(/^coder_graphql_operation_duration_seconds_count\{type="query",operation="other"\} 1$/m);
});
