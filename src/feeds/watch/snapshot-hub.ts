import { type Snapshot, type StateEvents, type StateHub, StateReader } from './state-reader.ts';

export interface ReadOptions<State, Event> {
  /** Readers with the same key share a snapshot. */
  key: string;
  signal: AbortSignal | undefined;
  /** Makes the snapshot for its first reader; `onClosed` is to be called when its last reader has gone. */
  open: (onClosed: () => void) => Snapshot<State>;
  events: StateEvents<State, Event>;
}

/** The snapshots that are read, and their readers. */
export class SnapshotHub {
  readonly #snapshots = new Map<string, Snapshot<unknown>>();
  readonly #readers = new Set<{ return(): unknown }>();
  #closed = false;

  read<State, Event>({ key, signal, open, events }: ReadOptions<State, Event>): StateReader<State, Event> {
    const hub: StateHub<State, Event> = {
      enter: (reader) => {
        if (this.#closed) return undefined;
        this.#readers.add(reader);
        return (this.#snapshots.get(key) as Snapshot<State> | undefined) ?? this.#open(key, open);
      },
      left: (reader) => this.#readers.delete(reader),
    };
    return new StateReader(hub, events, signal);
  }

  stats(): { snapshots: number; readers: number } {
    return { snapshots: this.#snapshots.size, readers: this.#readers.size };
  }

  /** Completes all readers. */
  close(): void {
    this.#closed = true;
    for (const reader of [...this.#readers]) void reader.return();
  }

  #open<State>(key: string, open: (onClosed: () => void) => Snapshot<State>): Snapshot<State> {
    const snapshot: Snapshot<State> = open(() => {
      if (this.#snapshots.get(key) === snapshot) this.#snapshots.delete(key);
    });
    this.#snapshots.set(key, snapshot as Snapshot<unknown>);
    return snapshot;
  }
}
