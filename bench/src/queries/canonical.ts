import { isDeepStrictEqual } from 'node:util';

/** Fields whose values are enums: in upper case in one schema, as Coder writes them in another. */
const enums = new Set(['status', 'transition', 'reason', 'lifecycleState', 'health', 'sharingLevel']);

/** The answer's data in one form for all servers: connections are lists, and enums are written alike. */
export function canonical(data: unknown): unknown {
  const { builds, workspace, workspaces, list } = data as Record<string, unknown>;
  if (workspace) return value('builds', (workspace as { builds: unknown }).builds);
  return value('', builds ?? workspaces ?? (list as { workspaces: unknown }).workspaces);
}

function value(key: string, given: unknown): unknown {
  if (Array.isArray(given)) return given.map((item) => value('', item));
  if (typeof given === 'string') return enums.has(key) ? given.toLowerCase().replaceAll('-', '_') : given;
  if (typeof given !== 'object' || given === null) return given ?? null;
  const { nodes } = given as { nodes?: unknown };
  if (nodes !== undefined) return value('', nodes);
  // A list that Coder left out is an empty one to some and null to others.
  return Object.fromEntries(
    Object.entries(given).map(([name, item]) => [
      name,
      name === 'agents' ? value(name, item ?? []) : value(name, item),
    ]),
  );
}

/** Where two canonical answers differ first; undefined: nowhere. */
export function difference(expected: unknown, actual: unknown, path = 'data'): string | undefined {
  if (isDeepStrictEqual(expected, actual)) return undefined;
  const objects = [expected, actual].every((side) => typeof side === 'object' && side !== null);
  if (!objects) return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  const [left, right] = [expected as Record<string, unknown>, actual as Record<string, unknown>];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(left[key], right[key], `${path}.${key}`);
    if (found) return found;
  }
  return `${path}: the order differs`;
}
