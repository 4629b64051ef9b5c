/** What can be ended from outside before it is done. */
export interface Abortable {
  abort(reason: unknown): void;
}

/**
 * Ends work early, as an AbortController does, for a fraction of its cost: it has one listener at a time, which is
 * whatever the work waits for at that moment.
 */
export class Cancellation implements Abortable {
  #aborted = false;
  #reason: unknown;
  #listener: Abortable | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  /** What the first `abort` was called with. */
  get reason(): unknown {
    return this.#reason;
  }

  abort(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    this.#listener?.abort(reason);
  }

  /** Tells this one of an abort, and no longer the one before; undefined: nobody. */
  listen(listener: Abortable | undefined): void {
    this.#listener = listener;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }
}

const groups = new WeakMap<AbortSignal, Set<Abortable>>();

/**
 * What is aborted together with a signal: whoever adds itself takes itself out again when it is done. All the calls
 * of an operation share one listener this way, which stays for as long as the signal lives.
 */
export function abortedWith(signal: AbortSignal): Set<Abortable> {
  let group = groups.get(signal);
  if (group === undefined) {
    const members = new Set<Abortable>();
    signal.addEventListener(
      'abort',
      () => {
        for (const member of members) member.abort(signal.reason);
        members.clear();
      },
      { once: true },
    );
    groups.set(signal, members);
    group = members;
  }
  return group;
}
