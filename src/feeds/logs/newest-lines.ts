import type { LogId } from '../../coder/rest/scalars.ts';

/** Finds where the last so many wanted lines of a log begin; it keeps an id for each of them, and no line. */
export class NewestLines<Line extends { id: LogId }> {
  readonly #count: number;
  readonly #keeps: (line: Line) => boolean;
  /** The ids before the last wanted lines, as a ring. */
  readonly #befores: (LogId | undefined)[] = [];
  #wanted = 0;
  #last: LogId | undefined;

  /** @param before The line before the first that will be added; undefined: the log begins there. */
  constructor(count: number, keeps: (line: Line) => boolean, before?: LogId) {
    this.#count = count;
    this.#keeps = keeps;
    this.#last = before;
  }

  /** Lines that follow upon those before. */
  add(lines: readonly Line[]): void {
    for (const line of lines) {
      if (this.#keeps(line)) this.#befores[this.#wanted++ % this.#count] = this.#last;
      this.#last = line.id;
    }
  }

  /** Whether so many wanted lines were added. */
  get complete(): boolean {
    return this.#wanted >= this.#count;
  }

  /** The line before them; undefined: they are all that the log has. */
  get start(): LogId | undefined {
    return this.complete ? this.#befores[this.#wanted % this.#count] : undefined;
  }
}
