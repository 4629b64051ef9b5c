import type { Clock } from '../timings.ts';

/** A window as the budget sees it. */
export interface BudgetedWindow {
  /** What it holds. */
  readonly bytes: number;
  /** Set when a reader takes lines; the budget takes it back. */
  read: boolean;
  /** Lets go of its oldest batch. */
  shrink(): void;
}

/** How long after the budget was used up windows keep nothing that their readers have. */
const SHORT_MS = 60_000;

/**
 * Bounds what all windows of the process hold together. Those shrink first that were not read for the longest time, as
 * far as one mark for each can tell ("second chance"): their readers are slow or gone, and who falls out of a window is
 * refilled from Coder.
 */
export class WindowBudget {
  readonly #maxBytes: number;
  readonly #clock: Pick<Clock, 'now'>;
  /** Those that hold something, in the order in which they shrink. */
  readonly #windows = new Set<BudgetedWindow>();
  #bytes = 0;
  #shortUntil: number | undefined;

  constructor(maxBytes: number, clock: Pick<Clock, 'now'>) {
    this.#maxBytes = maxBytes;
    this.#clock = clock;
  }

  /** The time, on the clock of the feeds. */
  now(): number {
    return this.#clock.now();
  }

  /** What all windows hold. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the budget was used up lately: windows are not to hold what nobody is behind of. */
  get short(): boolean {
    return this.#shortUntil !== undefined && this.#clock.now() < this.#shortUntil;
  }

  /** The window holds so much more; others make room. It keeps what it has just got: its readers are still to be woken. */
  grown(window: BudgetedWindow, bytes: number): void {
    this.#bytes += bytes;
    this.#windows.add(window);
    if (this.#bytes <= this.#maxBytes) return;
    this.#shortUntil = this.#clock.now() + SHORT_MS;
    while (this.#bytes > this.#maxBytes) {
      const next = this.#next(window);
      if (next === undefined) return;
      next.shrink();
    }
  }

  /** The window holds so much less. */
  shrunk(window: BudgetedWindow, bytes: number): void {
    this.#bytes -= bytes;
    if (window.bytes === 0) this.#windows.delete(window);
  }

  /** The window is read no more. */
  remove(window: BudgetedWindow): void {
    if (this.#windows.delete(window)) this.#bytes -= window.bytes;
  }

  #next(except: BudgetedWindow): BudgetedWindow | undefined {
    // Each is passed once while it is marked, and then it is not.
    for (let left = 2 * this.#windows.size; left > 0; left--) {
      const [window] = this.#windows;
      if (window === undefined) return undefined;
      if (window !== except && !window.read) return window;
      window.read = false;
      this.#windows.delete(window);
      this.#windows.add(window);
    }
    return undefined;
  }
}
