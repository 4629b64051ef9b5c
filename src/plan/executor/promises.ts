export type MaybePromise<T> = T | PromiseLike<T>;

/** What has a `then`, as graphql-js tells promises from values. */
export function isPromise<T>(value: MaybePromise<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
