import { PullIterator } from '../pull-iterator.ts';

/** A reader as a snapshot sees it. */
export interface SnapshotReader {
  /** The snapshot has been read; its state may be the one before. */
  wake(): void;
  /** Ends the reader with this error. */
  fail(error: unknown): void;
}

/** A state that changes, as its readers see it. */
export interface Snapshot<State> {
  /** Undefined: it is not known yet. */
  readonly state: State | undefined;
  /** Counts the states that differ from the one before. */
  readonly version: number;
  /** Whether nothing can follow this state. */
  readonly final: boolean;
  /** Wakes the reader at each state that is known to be that of now, from now on. */
  add(reader: SnapshotReader): void;
  remove(reader: SnapshotReader): void;
}

/** What a subscriber gets of a state. */
export interface StateEvents<State, Event> {
  eventOf(state: State): Event;
  /** Whether the last event is worth another try, though the state be the same: it is given again after the next read. */
  isIncomplete?(): boolean;
}

export interface StateHub<State, Event> {
  /** Called at the first `next`; undefined: the hub is closed. */
  enter(reader: StateReader<State, Event>): Snapshot<State> | undefined;
  left(reader: StateReader<State, Event>): void;
}

/** One subscriber of a state: the state at first, then each change; of several that it was too slow for, the last. */
export class StateReader<State, Event = State> extends PullIterator<Event> implements SnapshotReader {
  readonly #hub: StateHub<State, Event>;
  readonly #events: StateEvents<State, Event>;
  /** Version of the state that the reader has. */
  #version = 0;
  /** Whether the snapshot has been read since this reader came. */
  #fresh = false;
  /** The same since the last event. */
  #readSince = false;
  #snapshot: Snapshot<State> | undefined;

  constructor(hub: StateHub<State, Event>, events: StateEvents<State, Event>, signal: AbortSignal | undefined) {
    super();
    this.#hub = hub;
    this.#events = events;
    this.endOn(signal);
  }

  wake(): void {
    this.#fresh = true;
    this.#readSince = true;
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
    if (this.#version < version || (this.#readSince && this.#events.isIncomplete?.())) {
      this.#version = version;
      this.#readSince = false;
      this.give(this.#events.eventOf(state));
    } else if (final) this.end();
  }
}
