/** A line of a log, as far as the document selected it. */
export interface LogLine {
  /** Tells it apart in the page. */
  serial: number;
  id: string | undefined;
  createdAt: string | undefined;
  level: string | undefined;
  stage: string | undefined;
  output: string;
}

/** What one event of a feed brings. */
export interface LogEvent {
  lines: LogLine[];
  /** What the end event says; undefined while the feed goes on. */
  end?: string;
}

/** The event of a log feed, whatever its fields are called; undefined: the data are of something else. */
export function logEvent(data: unknown): LogEvent | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  for (const value of Object.values(data as Record<string, unknown>)) {
    if (typeof value !== 'object' || value === null) continue;
    const event = value as { __typename?: string; logs?: unknown; build?: { status?: unknown } };
    if (Array.isArray(event.logs)) return { lines: event.logs.flatMap(logLine) };
    if (/LogEnd$/.test(event.__typename ?? '') || typeof event.build?.status === 'string') {
      return { lines: [], end: typeof event.build?.status === 'string' ? event.build.status : 'ended' };
    }
  }
  return undefined;
}

/** Where a log goes on behind an event, as far as the document selects that. */
export function lastIdOf(data: unknown): string | undefined {
  for (const value of Object.values((data ?? {}) as Record<string, unknown>)) {
    const { lastId, logs } = (value ?? {}) as { lastId?: unknown; logs?: readonly ({ id?: unknown } | null)[] };
    const id = lastId ?? logs?.at(-1)?.id;
    if (typeof id === 'string') return id;
  }
  return undefined;
}

let lastSerial = 0;

function logLine(value: unknown): LogLine[] {
  const { id, createdAt, level, stage, output } = (value ?? {}) as Record<string, unknown>;
  if (typeof output !== 'string') return [];
  const text = (each: unknown) => (typeof each === 'string' ? each : undefined);
  return [
    { serial: ++lastSerial, id: text(id), createdAt: text(createdAt), level: text(level), stage: text(stage), output },
  ];
}

/** Whether a document's subscription is a log feed, by the name of its field. */
export function isLogField(name: string): boolean {
  return name === 'buildLogs' || name === 'agentLogs';
}

/** Lines that are shown at most; of more, the first go. */
export const MAX_LINES = 20_000;

/** Adds lines to those that are there; one that came already, as after a new connection, is left out. */
export function joinLines(lines: readonly LogLine[], more: readonly LogLine[]): LogLine[] {
  const last = lines.findLast(({ id }) => id !== undefined)?.id;
  const fresh = more.filter(({ id }) => id === undefined || last === undefined || BigInt(id) > BigInt(last));
  return [...lines, ...fresh].slice(-MAX_LINES);
}

/** Lines of one stage, one after the other. */
export interface Section {
  stage: string | undefined;
  lines: readonly LogLine[];
}

/** Lines in one section at most: only sections that are in view are laid out. */
const SECTION_LINES = 250;

/**
 * Splits a log at its stages, and long stages into parts, of which the later ones have no stage of their own. Where parts
 * begin does not depend on lines that are gone: what is drawn of the others stays.
 */
export function sections(lines: readonly LogLine[]): Section[] {
  const found: { stage: string | undefined; of: string | undefined; part: number; lines: LogLine[] }[] = [];
  for (const line of lines) {
    const part = Math.floor(line.serial / SECTION_LINES);
    const current = found.at(-1);
    if (current?.of === line.stage && current?.part === part) current.lines.push(line);
    else {
      const begins = current === undefined || current.of !== line.stage;
      found.push({ stage: begins ? line.stage : undefined, of: line.stage, part, lines: [line] });
    }
  }
  return found;
}
