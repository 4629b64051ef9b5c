import { describe, expect, it } from 'vitest';
import { altered, at, type Path } from './altered.ts';
import * as leaves from './field-map.ts';
import { selection } from './field-map.ts';
import { fullBuild, fullWorkspace, uuid } from './full.ts';
import { expectCoded, start, threeBuilds } from './wrong-values.ts';

/** The paths of all values in some JSON, of objects and lists too; of a list, those of its first item. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  const here = path.length > 0 ? [path] : [];
  if (Array.isArray(value)) return [...here, ...(value.length > 0 ? pathsOf(value[0], [...path, 0]) : [])];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** A value of a type that is not the one at hand. */
function wrongFor(value: unknown): unknown {
  return typeof value === 'string' ? 5 : 'wrong';
}

describe('one wrong value in one of several builds', () => {
  const middle = { ...structuredClone(fullBuild), id: uuid(201), build_number: 9 };
  // What something belongs to is shown by where it stands.
  const paths = pathsOf(middle).filter(
    (path) => !['workspace_agent_id', 'job_id', 'resource_id'].includes(String(path.at(-1))),
  );
  const everything = `{ workspaceByName(name: "atlas-dev") { name builds(first: 3) { nodes { ${selection(leaves.build)} agents { name } } } } }`;

  it('never costs the other builds, whatever it is and however much is selected', { timeout: 120_000 }, async () => {
    const { embedded, query } = await start();
    const listed = (builds: unknown[]) =>
      embedded.faults.add({ route: '/workspaces/{workspace}/builds', mutate: () => builds });
    const right = listed(threeBuilds(middle));
    const baseline = await query(everything);
    expect(baseline.errors).toBeUndefined();
    const [first, , last] = baseline.data.workspaceByName.builds.nodes;
    right.remove();
    expect(paths.length).toBeGreaterThan(120);
    for (const path of paths) {
      const what = path.join('.');
      const fault = listed(threeBuilds(altered(middle, path, wrongFor(at(middle, path)))));
      const { data, errors } = await query(everything);
      fault.remove();
      expectCoded(errors, what, ['workspaceByName', 'builds']);
      expect(data.workspaceByName.name, what).toBe('atlas-dev');
      const { nodes } = data.workspaceByName.builds;
      expect([nodes[0], nodes.at(-1)], what).toEqual([first, last]);
      expect([2, 3], what).toContain(nodes.length);
    }
  });

  it('has no effect when it is not selected, not even the id', { timeout: 120_000 }, async () => {
    const { embedded, query } = await start();
    for (const path of paths) {
      const what = path.join('.');
      const fault = embedded.faults.add({
        route: '/workspaces/{workspace}/builds',
        mutate: () => threeBuilds(altered(middle, path, wrongFor(at(middle, path)))),
      });
      const { data, errors } = await query(
        '{ workspaceByName(name: "atlas-dev") { builds(first: 3) { nodes { buildNumber } } } }',
      );
      fault.remove();
      const numbers = data.workspaceByName.builds.nodes.map(({ buildNumber }: { buildNumber: number }) => buildNumber);
      if (what === 'build_number') {
        expectCoded(errors, what, ['workspaceByName', 'builds']);
        expect(numbers, what).toEqual([10, 8]);
      } else {
        expect(errors, what).toBeUndefined();
        expect(numbers, what).toEqual([10, 9, 8]);
      }
    }
  });
});

it('one wrong value in one of several workspaces never costs the others', { timeout: 120_000 }, async () => {
  const { embedded, query } = await start();
  const like = (index: number) => ({ ...structuredClone(fullWorkspace), id: uuid(300 + index), name: `w${index}` });
  const paths = pathsOf(fullWorkspace).filter(([key]) => key !== 'latest_build');
  paths.push(['latest_build'], ['latest_build', 'job'], ['latest_build', 'job', 'status'], ['latest_build', 'status']);
  const document = `{ workspaces(first: 3) { totalCount nodes { ${selection(leaves.workspace)} } } }`;
  const list = (workspace: unknown) =>
    embedded.faults.add({
      route: '/workspaces',
      mutate: () => ({ workspaces: [like(0), workspace, like(2)], count: 3 }),
    });
  const right = list(like(1));
  const baseline = await query(document);
  expect(baseline.errors).toBeUndefined();
  right.remove();
  const [first, , last] = baseline.data.workspaces.nodes;
  for (const path of paths) {
    const what = path.join('.');
    const fault = list(altered(like(1), path, wrongFor(at(fullWorkspace, path))));
    const { data, errors } = await query(document);
    fault.remove();
    expectCoded(errors, what, ['workspaces']);
    expect(data.workspaces.totalCount).toBe(3);
    expect([data.workspaces.nodes[0], data.workspaces.nodes.at(-1)], what).toEqual([first, last]);
    const keys = ['id', 'name', 'owner_id'];
    expect(data.workspaces.nodes, what).toHaveLength(keys.includes(what) ? 2 : 3);
  }
});
