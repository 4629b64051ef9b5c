import { describe, expect, it } from 'vitest';
import { encodeCursor } from '../../src/resolvers/arguments.ts';
import { startGateway } from '../support.ts';
import { refused } from './refused.ts';

describe('pages', () => {
  it.each([0, -1, 101, 1000])('workspaces(first: %d) is refused', async (first) => {
    const gateway = await startGateway();
    const message = `Argument "first": expected an integer from 1 to 100, got ${first}.`;
    await refused(gateway, `{ workspaces(first: ${first}) { totalCount } }`, 'first', message);
  });

  /** A selection below a build that was read already, so that the only question is the argument. */
  async function below(selection: string) {
    const gateway = await startGateway();
    const row = gateway.embedded.build('atlas-dev');
    const { data, errors } = await gateway.query(`{ build(id: "${row.id}") { uuid ${selection} } }`);
    expect(data.build.uuid).toBe(row.id);
    expect(errors).toHaveLength(1);
    expect(gateway.calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);
    return errors?.[0];
  }

  it.each([0, -1, 101, 1000])('builds(first: %d) is refused', async (first) => {
    expect(await below(`workspace { builds(first: ${first}) { nodes { id } } }`)).toMatchObject({
      message: `Argument "first": expected an integer from 1 to 100, got ${first}.`,
      path: ['build', 'workspace', 'builds'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
    });
  });

  it.each(['first', 'last'])('logs(%s:) is 1 to 1000', async (argument) => {
    for (const size of [0, -1, 1001]) {
      expect(await below(`logs(${argument}: ${size}) { nodes { id } }`)).toMatchObject({
        message: `Argument "${argument}": expected an integer from 1 to 1000, got ${size}.`,
        extensions: { code: 'BAD_USER_INPUT', argument },
      });
    }
  });

  it('logs take first or last, not both', async () => {
    expect(await below('logs(first: 1, last: 1) { nodes { id } }')).toMatchObject({
      message: 'Argument "last": expected either first or last, not both, got 1.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'last' },
    });
  });

  it.each(['after', 'before'])('logs(%s:) is a log id', async (argument) => {
    for (const value of ['', 'x', '-1', '+1', '1.5', '1e3', ' 1', '9223372036854775808', '1'.repeat(30)]) {
      expect(await below(`logs(${argument}: "${value}") { nodes { id } }`), value).toMatchObject({
        message: `Argument "${argument}": expected a log id, as a decimal integer of 64 bits, got "${value}".`,
        extensions: { code: 'BAD_USER_INPUT', argument },
      });
    }
  });

  it('logs(minLevel: UNKNOWN) means nothing', async () => {
    expect(await below('logs(minLevel: UNKNOWN) { nodes { id } }')).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'minLevel' },
    });
  });

  it('agent logs are held to the same', async () => {
    const { embedded, query, calls } = await startGateway();
    const [agent] = embedded.control.agents(embedded.build('atlas-dev'));
    const { data, errors } = await query(`{ agent(id: "${agent?.id}") { name
      a: logs(first: 1001) { nodes { id } } b: logs(after: "x") { nodes { id } } c: logs(first: 1, last: 1) { nodes { id } }
    } }`);
    expect(data.agent).toEqual({ name: 'main', a: null, b: null, c: null });
    expect(errors?.map(({ extensions }) => [extensions.code, extensions.argument])).toEqual([
      ['BAD_USER_INPUT', 'first'],
      ['BAD_USER_INPUT', 'after'],
      ['BAD_USER_INPUT', 'last'],
    ]);
    expect(calls()).toEqual(['GET /workspaceagents/{workspaceagent}']);
  });

  it('cursors of builds are those of this workspace', async () => {
    const gateway = await startGateway();
    const row = gateway.embedded.build('atlas-dev');
    const own = `builds:${row.workspaceId}`;
    const foreign = [
      '',
      'x',
      '61',
      row.id,
      encodeCursor(`builds:${gateway.embedded.workspace('falcon').id}`, 5, 5),
      encodeCursor('workspaces', 5, 0),
      encodeCursor(own, -1, 0),
      encodeCursor(own, 2 ** 31, 0),
      encodeCursor(own, 1, 99999999999),
      encodeCursor(own, 1, 2147483647),
      encodeCursor(own, 1.5, 0),
      Buffer.from(`${own}:01:0`).toString('base64url'),
      Buffer.from(`${own}:1:0`).toString('base64'),
      `${encodeCursor(own, 5, 5)}=`,
    ].filter((cursor) => cursor !== encodeCursor(own, 1, 0));
    for (const cursor of foreign) {
      const { data, errors } = await gateway.query(
        `{ build(id: "${row.id}") { workspace { builds(after: ${JSON.stringify(cursor)}) { nodes { id } } } } }`,
      );
      expect(data.build.workspace.builds, cursor).toBeNull();
      expect(errors, cursor).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }]);
      expect(errors?.[0]?.message).toMatch(/^Argument "after": expected a cursor of this connection, got "/);
      expect(gateway.calls()).toEqual(['GET /workspacebuilds/{workspacebuild}']);
    }
  });

  it('cursors of workspaces are their own', async () => {
    const gateway = await startGateway();
    for (const cursor of [
      'x',
      '',
      encodeCursor('builds:c0de0000-0000-4000-8000-000000000000', 5, 5),
      encodeCursor('workspaces', 2 ** 31, 0),
      encodeCursor('workspaces', 0, 1001),
    ]) {
      const got = `"${cursor}"`.length > 80 ? `${`"${cursor}"`.slice(0, 80)}…` : `"${cursor}"`;
      const message = `Argument "after": expected a cursor of this connection, got ${got}.`;
      await refused(gateway, `{ workspaces(after: "${cursor}") { totalCount } }`, 'after', message);
    }
  });
});
