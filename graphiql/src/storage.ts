/** GraphiQL's own copies of the active tab: the list of tabs has them too, and two sources would differ. */
const NOT_KEPT = new Set(['graphiql:query', 'graphiql:variables', 'graphiql:headers']);

/**
 * The browser's storage under a prefix of the deployment. Headers are never kept: people write tokens into them, and
 * GraphiQL's history would keep those for good.
 */
export function storageOf(deployment: string, storage: Storage = localStorage): Storage {
  const prefix = `coder-graphql:${deployment}:`;
  const keys = () => Object.keys(storage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => storage.getItem(prefix + key),
    setItem: (key, value) => {
      if (!NOT_KEPT.has(key)) storage.setItem(prefix + key, withoutHeaders(key, value));
    },
    removeItem: (key) => storage.removeItem(prefix + key),
    clear: () => {
      for (const key of keys()) storage.removeItem(key);
    },
    key: (index) => keys()[index]?.slice(prefix.length) ?? null,
    get length() {
      return keys().length;
    },
  };
}

function withoutHeaders(key: string, value: string): string {
  if (key !== 'graphiql:queries' && key !== 'graphiql:favorites') return value;
  return JSON.stringify(JSON.parse(value), (name, each) => (name === 'headers' ? undefined : each));
}
