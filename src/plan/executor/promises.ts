export type MaybePromise<T> = T | PromiseLike<T>;

/** What has a `then`, as graphql-js tells promises from values. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/**
 * `Promise.all` with what is made of the values, in as many ticks as `Promise.all` alone takes: the order of errors
 * depends on those. At least one of the items is a promise.
 */
export function allOf<T, R>(items: readonly MaybePromise<T>[], combine: (values: T[]) => R): Promise<R> {
  return new Promise((resolve, reject) => {
    const values = items as T[];
    let waiting = 0;
    items.forEach((item, index) => {
      if (!isPromise(item)) return;
      waiting++;
      Promise.resolve(item).then((value) => {
        values[index] = value;
        if (--waiting === 0) resolve(combine(values));
      }, reject);
    });
  });
}

/** Marks the promises among these as handled, those in lists of lists too. */
export function ignoreRejections(items: readonly unknown[]): void {
  const ignore = (item: unknown): void => {
    if (Array.isArray(item)) ignoreRejections(item);
    else if (isPromise(item)) item.then(ignore, () => {});
  };
  for (const item of items) ignore(item);
}
