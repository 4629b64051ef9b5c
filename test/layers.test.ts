import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = resolve(import.meta.dirname, '../src');

/** The layers from the top down; a layer may import what is below it, and itself. */
const LAYERS = ['conformance', 'cli', 'redis', 'server', 'schema', 'resolvers', 'feeds', 'loaders', 'plan', 'coder'];
/** Files that belong to no layer: the tables. */
const TABLES = [
  'errors.ts',
  'config.ts',
  'config-values.ts',
  'config-callers.ts',
  'config-upstream.ts',
  'config-headers.ts',
  'config-operations.ts',
  'config-proxy.ts',
  'config-pages.ts',
  'config-process.ts',
  'config-redis.ts',
  'config-given.ts',
];

function text(file: string): string {
  return readFileSync(resolve(src, file), 'utf8');
}

function imports(file: string): string[] {
  const found = [...text(file).matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map(([, path]) => path as string);
  return found.map((path) => relative(src, resolve(dirname(resolve(src, file)), path)));
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

it.each(LAYERS)('%s uses only the layers below it', (layer) => {
  const below = LAYERS.slice(LAYERS.indexOf(layer));
  for (const file of files.filter((each) => each.startsWith(`${layer}/`))) {
    for (const path of imports(file)) {
      const [target] = path.split('/') as [string];
      if (layer === 'cli' && target === 'embedded') continue;
      expect([...below, ...TABLES], `${file} imports ${path}`).toContain(target);
    }
  }
});

it('the embedded Coder knows nothing of the gateway but the REST types, and only the command starts it', () => {
  for (const file of files) {
    // The checks beside the types are the gateway's: if both ends used them, no test would see them wrong.
    if (file.startsWith('embedded/')) expect(text(file), file).not.toMatch(/^import (?!type )[^;]*coder\/rest\//m);
    for (const path of imports(file)) {
      if (file.startsWith('embedded/')) {
        expect(path, file).toMatch(/^(embedded|coder\/rest)\//);
      } else if (path.startsWith('embedded/')) expect([file, path]).toEqual(['cli/start.ts', 'embedded/server.ts']);
    }
  }
});

/** What a file of the client may load besides its own; those who use it have it. */
const CLIENT_PACKAGES: Record<string, string[]> = {
  'client/websocket.ts': ['graphql-ws'],
  'client/use-feed.ts': ['react'],
};

it('the client stands alone: a browser loads no more than it needs', () => {
  for (const file of files.filter((each) => each.startsWith('client/'))) {
    for (const path of imports(file)) expect(path, file).toMatch(/^client\//);
    const packages = [...text(file).matchAll(/from '([^.'][^']*)'/g)].map(([, name]) => name);
    expect(packages, file).toEqual(CLIENT_PACKAGES[file] ?? []);
  }
});

/** The circles that a walk along the imports closes, each from its first file in the alphabet. */
function circles(graph: Map<string, readonly string[]>): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const circle = path.slice(start);
      const first = circle.indexOf(circle.toSorted()[0] as string);
      found.add([...circle.slice(first), ...circle.slice(0, first)].join(' > '));
    } else if (!done.has(file)) {
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    }
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found];
}

describe('circles of imports', () => {
  it('are found, however long', () => {
    const graph = new Map([
      ['top', ['b', 'd']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['a', ['b']],
      ['d', ['d', 'e']],
    ]);
    expect(circles(graph)).toEqual(['a > b > c', 'd']);
  });

  it('do not exist, those of types included', () => {
    const graph = new Map(files.map((file) => [file, imports(file)]));
    expect(circles(graph)).toEqual([]);
  });
});

it('the feeds of logs and of states share only the files beside their rooms', () => {
  for (const file of files.filter((each) => each.startsWith('feeds/') && each !== 'feeds/feeds.ts')) {
    const room = dirname(file);
    for (const path of imports(file).filter((each) => each.startsWith('feeds/'))) {
      expect([room, 'feeds'], `${file} imports ${path}`).toContain(dirname(path));
    }
  }
});

/** The rooms of the embedded Coder, and what each may import besides itself. */
const EMBEDDED_ROOMS: Record<string, string[]> = {
  state: [],
  seed: ['state'],
  render: ['state'],
  http: ['state'],
  routes: ['http', 'render', 'state'],
  'server.ts': ['http', 'routes', 'seed', 'state'],
  testing: ['http', 'seed', 'server.ts', 'state'],
};
const embedded = files.filter((file) => file.startsWith('embedded/'));

it.each(Object.keys(EMBEDDED_ROOMS))('%s of the embedded Coder uses only the rooms below it', (room) => {
  const inRoom = (file: string) => (file.split('/')[1] as string) === room;
  for (const file of embedded.filter(inRoom)) {
    for (const path of imports(file).filter((each) => each.startsWith('embedded/'))) {
      expect([room, ...(EMBEDDED_ROOMS[room] ?? [])], `${file} imports ${path}`).toContain(path.split('/')[1]);
    }
  }
});

it('every file of the embedded Coder is in a room', () => {
  for (const file of embedded) expect(Object.keys(EMBEDDED_ROOMS)).toContain(file.split('/')[1]);
});
