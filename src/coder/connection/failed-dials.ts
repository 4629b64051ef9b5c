/** Errors of connections that never came about, in TLS or before it: nothing was sent on them. */
export const failedDials = new WeakSet<Error>();
