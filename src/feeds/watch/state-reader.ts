import { PullIterator } from '../pull-iterator.ts';
import type { SharedSnapshot, SnapshotReader } from './shared-snapshot.ts';

export interface StateHub<State> {
  /** Called at the first `next`; undefined: the hub is closed. */
  enter(reader: StateReader<State>): SharedSnapshot<State> | undefined;
  left(reader: StateReader<State>): void;
}

/** One subscriber of a state: the state at first, then each change; of several that it was too slow for, the last. */
export class StateReader<State> extends PullIterator<State> implements SnapshotReader {
  readonly #hub: StateHub<State>;
  /** Version of the state that the reader has. */
  #version = 0;
  /** Whether the snapshot has been read since this reader came. */
  #fresh = false;
  #snapshot: SharedSnapshot<State> | undefined;

  constructor(hub: StateHub<State>, signal: AbortSignal | undefined) {
    super();
    this.#hub = hub;
    this.endOn(signal);
  }

  wake(): void {
    this.#fresh = true;
    if (this.waiting) this.#serve();
  }

  protected pull(): void {
    if (!this.#snapshot) {
      this.#snapshot = this.#hub.enter(this);
      if (!this.#snapshot) this.end();
      this.#snapshot?.add(this);
    } else if (this.#fresh) this.#serve();
  }

  protected released(): void {
    this.#snapshot?.remove(this);
    this.#hub.left(this);
  }

  /** Answers `next` with a state that the reader does not have, or with the end behind the final state. */
  #serve(): void {
    const { state, version, final } = this.#snapshot ?? {};
    if (state === undefined || version === undefined) return;
    if (this.#version < version) {
      this.#version = version;
      this.give(state);
    } else if (final) this.end();
  }
}
