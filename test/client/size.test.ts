import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';

it.each([
  ['index', 'server-sent events and lists', 5_000],
  ['websocket', 'graphql-ws and all that it needs', 5_000],
  ['react', 'the hooks, and the client below them', 5_000],
])('the entry %s is small: a page loads %s in less than %i bytes', async (entry, _, bytes) => {
  const input = new URL(`../../src/client/${entry}.ts`, import.meta.url).pathname;
  const bundle = await rolldown({ input, external: ['react'] });
  const { output } = await bundle.generate({ minify: true });
  expect(output).toHaveLength(1);
  expect(gzipSync(output[0].code).length).toBeLessThan(bytes);
});
