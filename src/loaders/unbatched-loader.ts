import DataLoader from 'dataloader';

/** A loader for what Coder gives one at a time: each key is read once per request, at the moment it is asked for. */
export function unbatchedLoader<Key, Value, CacheKey = Key>(
  read: (key: Key) => Promise<Value>,
  cacheKeyFn?: (key: Key) => CacheKey,
): DataLoader<Key, Value, CacheKey> {
  return new DataLoader<Key, Value, CacheKey>(async ([key]) => [await errorAsValue(read(key as Key))], {
    batch: false,
    ...(cacheKeyFn && { cacheKeyFn }),
  });
}

/** The value, or the error as a value: a batch fails key by key. */
export function errorAsValue<Value>(promise: Promise<Value>): Promise<Value | Error> {
  return promise.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}
