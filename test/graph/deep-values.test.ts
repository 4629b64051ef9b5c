import { expect, it } from 'vitest';
import { startProxy, type TestProxy } from '../proxy.ts';
import { startGateway } from '../support.ts';

/** Coder behind a proxy that gives each object of its JSON answers a new key, whose value is nested very deep. */
async function startDeep() {
  let proxy: TestProxy | undefined;
  const gateway = await startGateway({
    between: async (coderUrl) => {
      proxy = await startProxy(coderUrl);
      return proxy.url;
    },
    settings: { cacheMb: 64 },
  });
  let serial = 0;
  proxy?.rewrite((answer, { url = '' }) => {
    if (url.includes('buildinfo')) return;
    const deep = `${'['.repeat(50_000)}${serial++}${']'.repeat(50_000)}`;
    answer.body = Buffer.from(String(answer.body).replace('{', `{"new_key":${deep},`));
  });
  return gateway;
}

it('a value that is nested too deep costs nothing that is selected, whether it is kept or not', async () => {
  const { embedded, query } = await startDeep();
  const { id } = embedded.build('atlas-dev', 1);
  const document = `{ build(id: "${id}") {
    status parameters { name } timings { provisionerTimings { stage } } logs(first: 2) { nodes { output } }
  } }`;
  for (let time = 0; time < 3; time++) {
    const { data, errors } = await query(document);
    expect(errors).toBeUndefined();
    expect(data.build).toMatchObject({
      status: expect.any(String),
      parameters: expect.any(Array),
      timings: expect.any(Object),
      logs: { nodes: expect.any(Array) },
    });
  }
});

it('a wrong value beside one that is nested too deep costs its own field', async () => {
  const { embedded, query } = await startDeep();
  const { id } = embedded.user('mira');
  embedded.control.override(id, { username: 7 });
  expect(await query('{ viewer { username email } }')).toMatchObject({
    data: { viewer: { username: null, email: expect.any(String) } },
    errors: [
      {
        message: 'Coder sent a wrong value for "username": expected a string.',
        extensions: { code: 'UPSTREAM_BAD_RESPONSE', upstream: { status: 200, requestId: expect.any(String) } },
      },
    ],
  });
});
