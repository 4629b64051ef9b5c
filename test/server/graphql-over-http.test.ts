import { type Audit, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStub } from './stub-gateway.ts';

const audits = serverAudits({ url: 'http://127.0.0.1:4000/graphql' });

async function expectOk(audit: Audit | undefined): Promise<void> {
  const result = await audit?.fn();
  expect(result?.status, result && 'reason' in result ? result.reason : '').toBe('ok');
}

describe('the GraphQL over HTTP specification', () => {
  const { gateway } = createStub();
  afterAll(() => gateway.close());
  const fetchFn = (url: string, init: RequestInit) => gateway.pipeline.fetch(url, init);
  const ours = serverAudits({ url: 'http://127.0.0.1:4000/graphql', fetchFn });
  test.each(audits.map(({ name }, index) => [name, index] as const))('%s', (_, index) => expectOk(ours[index]));
});

describe('the same for operations that were sent before, which yoga does not see', () => {
  const { gateway } = createStub({ host: '127.0.0.1' });
  let ours: Audit[] = [];
  beforeAll(async () => {
    await gateway.listen();
    ours = serverAudits({ url: `${gateway.url}/graphql` });
    for (const audit of ours) await audit.fn();
  });
  afterAll(() => gateway.close({ graceMs: 0 }));
  test.each(audits.map(({ name }, index) => [name, index] as const))('%s', (_, index) => expectOk(ours[index]));
});
