/** What a client keeps of a list. */
export interface Page<Row extends { id: string }> {
  rows: Map<string, Row>;
  order: readonly string[];
  totalCount: number;
}

/** An event of `workspacesUpdated`. */
export interface ListEvent<Row extends { id: string }> {
  changed: readonly Row[];
  left: readonly string[];
  order: readonly string[] | null;
  totalCount: number;
}

/** The page after an event; of the first event, `page` is undefined. */
export function applied<Row extends { id: string }>(page: Page<Row> | undefined, event: ListEvent<Row>): Page<Row> {
  const rows = new Map(page?.rows);
  for (const id of event.left) rows.delete(id);
  for (const row of event.changed) rows.set(row.id, row);
  return { rows, order: event.order ?? page?.order ?? [], totalCount: event.totalCount };
}
