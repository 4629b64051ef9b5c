import { serverAudits } from 'graphql-http';
import { afterAll, describe, expect, test } from 'vitest';
import { createStub } from './stub-gateway.ts';

describe('the GraphQL over HTTP specification', () => {
  const { gateway } = createStub();
  afterAll(() => gateway.close());

  const audits = serverAudits({
    url: 'http://127.0.0.1:4000/graphql',
    fetchFn: (url: string, init: RequestInit) => gateway.pipeline.fetch(url, init),
  });
  for (const audit of audits) {
    test(audit.name, async () => {
      const result = await audit.fn();
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
    });
  }
});
