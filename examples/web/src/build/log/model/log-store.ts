import { plainText } from './ansi.ts';

/** A line as the feed brings it; `source` and `stage` are those of a build's log. */
export interface FeedLine {
  id: string;
  createdAt: string;
  level: string;
  output: string;
  source?: string;
  stage?: string;
}

/** A line as it is kept. */
export interface Line extends FeedLine {
  /** From 1, by its place in the log. */
  number: number;
  /** Its output as it is shown, without ANSI codes; the very same string where there are none. */
  text: string;
  /** Line breaks in it. */
  breaks: number;
}

/** Lines of one stage, one after the other. */
export interface Stage {
  name: string;
  /** The number of its first line. */
  first: number;
  /** The number of its last line, so far. */
  last: number;
  /** Its lines that say something. */
  count: number;
  /** Of these, those of level ERROR. */
  errors: number;
  /** When its first line was written. */
  startedAt: string;
  /** When its last line was written, so far. */
  lastAt: string;
}

/** Of longer logs, so many lines are kept. A build's log is cut by Coder at 1 MiB, so that few get there. */
const MAX_LINES = 100_000;
/** Characters that are kept at most, in all lines together. */
const MAX_CHARACTERS = 16 * 2 ** 20;

export interface Bounds {
  lines: number;
  characters: number;
}

/** The lines of a log that came so far, the newest of them when there are more than the bounds allow. */
export class LogStore {
  readonly #bounds: Bounds;
  #lines: Line[] = [];
  #stages: Stage[] = [];
  #characters = 0;
  #count = 0;
  #generation = 0;

  constructor(bounds: Bounds = { lines: MAX_LINES, characters: MAX_CHARACTERS }) {
    this.#bounds = bounds;
  }

  /** Lines that came, also those that are no longer kept. */
  get count(): number {
    return this.#count;
  }

  /** Lines that are no longer kept: the oldest ones. */
  get dropped(): number {
    return this.#count - this.#lines.length;
  }

  /** Those that are kept, oldest first. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Of the lines that are kept. */
  get stages(): readonly Stage[] {
    return this.#stages;
  }

  /** Changes when lines were taken back: numbers then mean other lines than before. */
  get generation(): number {
    return this.#generation;
  }

  /** Where the feed goes on; undefined before the first line. */
  get lastId(): string | undefined {
    return this.#lines.at(-1)?.id;
  }

  line(number: number): Line | undefined {
    return this.#lines[number - this.dropped - 1];
  }

  /** The line with this id. */
  find(id: string): Line | undefined {
    const index = this.#behind(id) - 1;
    const line = this.#lines[index];
    return line?.id === id ? line : undefined;
  }

  append(lines: readonly FeedLine[]): void {
    for (const line of lines) {
      this.#count += 1;
      this.#characters += line.output.length;
      const text = plainText(line.output);
      this.#lines.push({ ...line, number: this.#count, text, breaks: text.split('\n').length - 1 });
      this.#extendStages(line);
    }
    this.#drop();
  }

  /** Forgets the lines behind this one: the gateway found that they were not the log, and brings others. */
  takeBack(lastId: string | undefined): void {
    const kept = lastId === undefined ? 0 : this.#behind(lastId);
    if (kept === this.#lines.length) return;
    this.#generation += 1;
    // None of what is kept was the log, nor perhaps what was dropped before: it begins anew.
    if (kept === 0) this.#count = this.#lines.length;
    for (const { output } of this.#lines.splice(kept)) {
      this.#characters -= output.length;
      this.#count -= 1;
    }
    this.#stages = this.#stages.flatMap((stage) => {
      if (stage.first > this.#count) return [];
      if (stage.last <= this.#count) return [stage];
      const lastAt = this.line(this.#count)?.createdAt ?? stage.lastAt;
      const left = this.#lines.filter(({ number }) => number >= stage.first);
      const count = left.filter((line) => !isMark(line)).length;
      const errors = left.filter(({ level }) => level === 'ERROR').length;
      return [{ ...stage, last: this.#count, lastAt, count, errors }];
    });
  }

  #extendStages(line: FeedLine): void {
    const { stage: name = '', createdAt } = line;
    const own = isMark(line) ? 0 : 1;
    const errors = line.level === 'ERROR' ? 1 : 0;
    const last = this.#count;
    const current = this.#stages.at(-1);
    if (current?.name === name) {
      current.last = last;
      current.lastAt = createdAt;
      current.count += own;
      current.errors += errors;
    } else {
      this.#stages.push({ name, first: last, last, count: own, errors, startedAt: createdAt, lastAt: createdAt });
    }
  }

  /** Only when there is a twentieth too many, since each time moves all lines. */
  #drop(): void {
    const { lines, characters } = this.#bounds;
    let surplus = this.#lines.length > lines * 1.05 ? this.#lines.length - lines : 0;
    let left = this.#characters;
    for (let index = 0; index < surplus; index++) left -= this.#lines[index]?.output.length ?? 0;
    // The newest stays, whatever its size: it is where the feed goes on.
    while (left > characters && surplus < this.#lines.length - 1) left -= this.#lines[surplus++]?.output.length ?? 0;
    if (surplus === 0) return;
    this.#characters = left;
    this.#lines.splice(0, surplus);
    const first = this.dropped + 1;
    this.#stages = this.#stages
      .filter(({ last }) => last >= first)
      .map((stage) => (stage.first < first ? { ...stage, first } : stage));
  }

  /** How many of the lines are not behind this id. */
  #behind(id: string): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds(this.#lines[middle]?.id ?? '', id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether a line only says that a stage begins, as its heading does. */
export function isMark({ source, output }: FeedLine): boolean {
  return source === 'PROVISIONER_DAEMON' && output === '';
}

/** Log ids are decimal numbers that may be beyond what a number holds exactly. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
