import type { CoderSession } from '../coder/session.ts';

/** Rows that all scans of one operation look at, together. */
export const MAX_SCANNED_ROWS = 2_000;
/** Rows of the widest page of a scan. */
const MAX_PAGE_ROWS = 200;
/** Milliseconds after which the scans of an operation begin no further page: a short page is better than a late one. */
const MAX_SCAN_MS = 5_000;

/**
 * How far one operation may look for rows that match. Scans leave half of the operation's calls and bytes to the fields
 * below the rows that they find; a scan that may not go on gives a shorter page.
 */
export class ScanBudget {
  readonly #session: Pick<CoderSession, 'bytesRead' | 'leftUntilHalf' | 'client'>;
  #rows = 0;
  #bytesBefore = 0;
  #startedAt: number | undefined;

  constructor(session: Pick<CoderSession, 'bytesRead' | 'leftUntilHalf' | 'client'>) {
    this.#session = session;
  }

  /** The first page of a scan, which is always read. */
  begin(rows: number): void {
    if (this.#startedAt === undefined) {
      this.#startedAt = performance.now();
      this.#bytesBefore = this.#session.bytesRead;
    }
    this.#rows += rows;
  }

  /** The rows of the next page, at most as many as wanted; undefined: the scan is to stop here. */
  next(wanted: number): number | undefined {
    const { bytesRead, leftUntilHalf, client } = this.#session;
    const late = performance.now() - (this.#startedAt ?? 0) > MAX_SCAN_MS;
    if (late || leftUntilHalf.calls < 1) return undefined;
    // Whatever else was read meanwhile counts in it too, which makes pages smaller and never too large.
    const bytesPerRow = Math.max(1, (bytesRead - this.#bytesBefore) / this.#rows);
    const bytes = Math.min(leftUntilHalf.bytes, client.maxResponseBytes / 2);
    const rows = Math.min(wanted, MAX_PAGE_ROWS, MAX_SCANNED_ROWS - this.#rows, Math.floor(bytes / bytesPerRow));
    if (rows < 1) return undefined;
    this.#rows += rows;
    return rows;
  }
}
