import { expect, test } from 'vitest';
import { createStub } from '../../stub-gateway.ts';

test.each(['/other', '/graphql/', '/graphql/x', '/other?query={hello}&x=/graphql', '/other?x=/graphql/', '/x/graphql'])(
  'there is nothing at %s, whoever asks',
  async (path) => {
    const { gateway } = createStub();
    const headers = { 'content-type': 'application/json', origin: 'https://evil.example.com' };
    const body = JSON.stringify({ query: '{ hello }' });
    const init = { method: 'POST', headers, body };
    expect((await gateway.pipeline.fetch(`http://127.0.0.1:4000${path}`, init)).status).toBe(404);
    expect((await gateway.pipeline.fetch(`http://127.0.0.1:4000${path}`)).status).toBe(404);
  },
);
