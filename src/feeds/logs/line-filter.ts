import type { LogLine } from './log-tail.ts';
import type { LogEvent } from './window.ts';

/**
 * The lines of a log that a reader wants. All readers who want the same use one object, and so get the very same events,
 * which are then executed and written once for all of them.
 */
export class LineFilter<Line extends LogLine> {
  /** Different for filters that differ. */
  readonly name: string;
  readonly keeps: (line: Line) => boolean;
  readonly #views = new WeakMap<LogEvent<Line>, LogEvent<Line> | null>();

  constructor(name: string, keeps: (line: Line) => boolean) {
    this.name = name;
    this.keeps = keeps;
  }

  /** The event with the wanted lines; its `lastId` covers the others too. Undefined: there are none. */
  viewOf(event: LogEvent<Line>): LogEvent<Line> | undefined {
    let view = this.#views.get(event);
    if (view === undefined) {
      view = this.#filtered(event);
      this.#views.set(event, view);
    }
    return view ?? undefined;
  }

  #filtered(event: LogEvent<Line>): LogEvent<Line> | null {
    if (event.kind === 'end') return event;
    const logs = event.logs.filter(this.keeps);
    if (logs.length === event.logs.length) return event;
    return logs.length === 0 ? null : { ...event, logs };
  }
}
