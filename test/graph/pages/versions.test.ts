import { describe, expect, it } from 'vitest';
import { addVersion } from '../../../src/embedded/seed/templates.ts';
import { uuidFrom } from '../../../src/embedded/state/random.ts';
import { startGateway, type Wire } from '../../support.ts';

const VERSIONS = 'GET /templates/{template}/versions';

/** The template `lab` with as many versions, all made at times of their own but for pairs. */
async function start(count: number) {
  const gateway = await startGateway();
  const { store } = gateway.embedded;
  const template = [...store.templates.values()].find(({ name }) => name === 'lab');
  if (!template) throw new Error('the seed has no template "lab"');
  for (const [id, version] of store.versions) if (version.templateId === template.id) store.versions.delete(id);
  let made = 0;
  const add = () => {
    made++;
    const createdAt = template.createdAt + Math.floor(made / 2) * 1_000 + 37;
    addVersion(store, template, { id: uuidFrom(`walk/${made}`), name: `v${made}`, createdAt });
  };
  for (let number = 0; number < count; number++) add();
  const names = () =>
    [...store.versions.values()]
      .filter(({ templateId, archived }) => templateId === template.id && !archived)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
      .map(({ name }) => name);
  const page = async (first: number, after: string | null = null) => {
    const { data, errors } = await gateway.query(
      `query Q($first: Int, $after: String) { template(id: "${template.id}") {
        versions(first: $first, after: $after) { nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor } }
      } }`,
      { first, after },
    );
    expect(errors).toBeUndefined();
    const { nodes, pageInfo } = data.template.versions;
    return { names: nodes.map(({ name }: Wire) => name as string), ...pageInfo };
  };
  const walk = async (first: number, between: () => void) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const shown = await page(first, after);
      expect(shown.hasPreviousPage).toBe(after !== null);
      seen.push(...shown.names);
      after = shown.hasNextPage ? shown.endCursor : null;
      between();
    } while (after !== null);
    return seen;
  };
  const archive = (name: string) => {
    for (const version of store.versions.values()) if (version.name === name) version.archived = true;
  };
  return { ...gateway, template, add, names, page, walk, archive };
}

describe('versions of a template', () => {
  it.each([0, 1, 7, 57, 101, 102, 230, 700])('%i are walked from the newest, each once', async (count) => {
    const { names, walk } = await start(count);
    const expected = names();
    expect(expected).toHaveLength(count);
    expect(await walk(50, () => {})).toEqual(expected);
  });

  it.each([1, 3, 10])('are neither missed nor given twice in pages of %i while new ones appear', async (first) => {
    const { names, walk, add } = await start(23);
    const expected = names();
    expect(await walk(first, add)).toEqual(expected);
  });

  it('are neither missed nor given twice while older and newer ones are archived', async () => {
    const { names, page, archive } = await start(40);
    const expected = names();
    const one = await page(10);
    for (const name of [...expected.slice(0, 5), ...expected.slice(30)]) archive(name);
    const two = await page(10, one.endCursor);
    const three = await page(25, two.endCursor);
    expect([...one.names, ...two.names, ...three.names]).toEqual(expected.slice(0, 30));
    expect(three.hasNextPage).toBe(false);
  });

  it('cost a call per page', async () => {
    const { page, calls, template, query } = await start(90);
    const { endCursor } = await page(25);
    expect(calls()).toEqual(['GET /templates/{template}', VERSIONS]);
    await page(25, endCursor);
    expect(calls()).toEqual(['GET /templates/{template}', VERSIONS]);
    // The active version is among them, so it is not read.
    await query(`{ template(id: "${template.id}") { versions { nodes { message readme } } } }`);
    expect(calls()).toEqual(['GET /templates/{template}', VERSIONS]);
  });

  it('take no cursor but their own', async () => {
    const { query, template, calls } = await start(3);
    for (const after of ['', 'x', Buffer.from(`versions:${template.id} 1 x y`).toString('base64url')]) {
      const { errors } = await query(
        `{ template(id: "${template.id}") { versions(after: "${after}") { nodes { id } } } }`,
      );
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
      expect(calls()).toEqual(['GET /templates/{template}']);
    }
  });

  it('that cannot be read are left out, with an error', async () => {
    const { query, template, embedded, names } = await start(5);
    const [, second] = names();
    const id = [...embedded.store.versions.values()].find(({ name }) => name === second)?.id ?? '';
    embedded.control.override(id, { id: 5 });
    const { data, errors } = await query(`{ template(id: "${template.id}") { versions { nodes { name } } } }`);
    expect(data.template.versions.nodes.map(({ name }: Wire) => name)).toEqual(
      names().filter((name) => name !== second),
    );
    expect(errors).toMatchObject([{ path: ['template', 'versions'], extensions: { code: 'UPSTREAM_BAD_RESPONSE' } }]);
  });
});
