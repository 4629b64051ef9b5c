import type { Uuid } from '../coder/rest/scalars.ts';
import { type BuildWindow, MAX_ROWS } from './build-pages.ts';
import { type BuildRow, isReadable } from './build-rows.ts';
import { type ListWindow, lastRows, type ReadRows } from './list-end.ts';

/**
 * Walks through a workspace's builds. Coder pages by offset, and offsets shift while builds are created; build numbers
 * do not. So a walk remembers a number, and an offset as a hint: nothing is given twice, nothing is missed.
 */
export interface BuildWalk {
  /** Where the walk is: what it gives next lies behind this, in its direction. */
  readonly place: Place;
  /** Some of the next rows, newest first; null: the workspace is out of reach. */
  next(limit: number): Promise<WalkStep | null>;
}

/** A build by its number, and the offset at which it was seen. */
export interface Place {
  number: number;
  offset: number;
}

export interface WalkStep {
  /** A row that cannot be read is given at its offset. */
  rows: PlacedRow[];
  /** Whether these are the last in this direction. */
  atEnd: boolean;
}

export interface PlacedRow {
  row: BuildRow;
  offset: number;
}

/** The list that is walked. */
export interface WalkedBuilds {
  workspace: Uuid;
  /** Only builds created after this time. */
  since: string | undefined;
  builds: { window(window: BuildWindow): Promise<BuildRow[] | null> };
}

/** Before the newest build. */
const TOP: Place = { number: 2 ** 31 - 1, offset: -1 };

/** From a place, or from the newest build, to the oldest. */
export class OlderBuilds implements BuildWalk {
  readonly #read: ReadRows<BuildRow>;
  /** Whether the list has all builds, so that their numbers in it are consecutive. */
  readonly #consecutive: boolean;
  #lowest: number;
  #offset: number;
  #isHint: boolean;

  constructor(list: WalkedBuilds, from: Place = TOP) {
    this.#read = readerOf(list);
    this.#consecutive = list.since === undefined;
    this.#lowest = from.number;
    this.#offset = from.offset + 1;
    // A cursor may come from another `since`, by which the build had another place.
    this.#isHint = !this.#consecutive && from.offset >= 0;
  }

  get place(): Place {
    return { number: this.#lowest, offset: this.#offset - 1 };
  }

  async next(limit: number): Promise<WalkStep | null> {
    if (this.#isHint) await this.#verifyPlace(limit);
    let rows = await this.#read(this.#offset, limit);
    const [newest] = rows ?? [];
    if (newest && isReadable(newest) && this.#consecutive && newest.number - limit >= this.#lowest) {
      // The whole window is newer than the place; the first row tells the shift.
      this.#offset += newest.number - this.#lowest + 1;
      rows = await this.#read(this.#offset, limit);
    }
    if (!rows) return null;
    const fresh = placed(this.#offset, rows).filter(({ row }) => !isReadable(row) || row.number < this.#lowest);
    this.#offset += rows.length;
    this.#lowest = fresh.map(({ row }) => row).findLast(isReadable)?.number ?? this.#lowest;
    return { rows: fresh, atEnd: rows.length < limit };
  }

  /** Goes up to a row that is not older than the place, so that none behind it is passed over. */
  async #verifyPlace(limit: number): Promise<void> {
    this.#isHint = false;
    while (this.#offset > 0) {
      this.#offset--;
      const rows = await this.#read(this.#offset, limit);
      if (!rows) return;
      const first = rows.find(isReadable);
      if (first && first.number >= this.#lowest) return;
      const end = rows.length === 0 ? await lastRows(this.#read, MAX_ROWS) : undefined;
      this.#offset = end ? end.offset + end.rows.length : Math.max(0, this.#offset - limit);
    }
  }
}

/** From a place, or from the oldest build, to the newest. */
export class NewerBuilds implements BuildWalk {
  readonly #read: ReadRows<BuildRow>;
  #highest: number;
  /** From this offset on no row is newer than `#highest`, unless builds were made since. Undefined: not known. */
  #offset: number | undefined;

  /** @param reached A build number that the workspace has reached. */
  constructor(list: WalkedBuilds, reached: number, from?: Place) {
    this.#read = readerOf(list);
    this.#highest = from?.number ?? 0;
    this.#offset = from?.offset ?? (list.since === undefined ? reached : undefined);
  }

  get place(): Place {
    return { number: this.#highest, offset: this.#offset ?? 0 };
  }

  async next(limit: number): Promise<WalkStep | null> {
    let window = this.#offset === undefined ? undefined : await this.#windowAbove(this.#offset, limit);
    if (window === undefined || (window?.rows.length === 0 && window.offset > 0))
      window = await lastRows(this.#read, MAX_ROWS);
    if (!window) return null;
    const numbers = leastNumbers(window.rows);
    const fresh = placed(window.offset, window.rows).filter((_, index) => (numbers[index] as number) > this.#highest);
    this.#offset = window.offset;
    this.#highest = Math.max(this.#highest, numbers[0] ?? 0);
    return { rows: fresh, atEnd: window.offset === 0 };
  }

  /** The rows just above an offset, down to one that was given before: then there is no gap between them. */
  async #windowAbove(below: number, limit: number): Promise<ListWindow<BuildRow> | null> {
    let offset = Math.max(0, below - limit);
    let asked = below - offset + 1;
    for (;;) {
      const rows = await this.#read(offset, asked);
      if (!rows) return null;
      const lowest = rows.at(-1);
      if (rows.length < asked || !lowest) return { offset, rows };
      if (!isReadable(lowest)) asked += MORE_ROWS;
      else if (lowest.number <= this.#highest) return { offset, rows };
      // Builds that were made since have pushed the place down, at most by so many rows as there are numbers between.
      else offset += lowest.number - this.#highest;
    }
  }
}

/** How far below a row that cannot be read one is looked for that can. */
const MORE_ROWS = 10;

/** The number of each row, or for one that cannot be read the least that it can have. */
function leastNumbers(rows: readonly BuildRow[]): number[] {
  let below = 0;
  return rows
    .toReversed()
    .map((row) => {
      below = isReadable(row) ? row.number : below + 1;
      return below;
    })
    .reverse();
}

function readerOf({ workspace, since, builds }: WalkedBuilds): ReadRows<BuildRow> {
  return (offset, limit) => builds.window({ workspace, since, offset, limit });
}

function placed(offset: number, rows: readonly BuildRow[]): PlacedRow[] {
  return rows.map((row, index) => ({ row, offset: offset + index }));
}
