/** Rows of a list that Coder gives by offset, from one place on. */
export interface ListWindow<Row> {
  offset: number;
  rows: Row[];
}

/** Reads rows of such a list; null: the list is out of reach. */
export type ReadRows<Row> = (offset: number, limit: number) => Promise<Row[] | null>;

/** The last rows of a list whose length Coder does not tell: found in steps that double, then halve. */
export async function lastRows<Row>(read: ReadRows<Row>, batch: number): Promise<ListWindow<Row> | null> {
  let low: ListWindow<Row> = { offset: 0, rows: [] };
  let next = 0;
  let beyond = Number.POSITIVE_INFINITY;
  for (let step = batch; ; step *= 2) {
    const rows = await read(next, batch);
    if (!rows) return null;
    if (rows.length === 0 && next > 0) beyond = next;
    else low = { offset: next, rows };
    const unseen = low.offset + low.rows.length;
    if (low.rows.length < batch || unseen >= beyond) return low;
    next = beyond === Number.POSITIVE_INFINITY ? unseen + step - batch : Math.floor((unseen + beyond) / 2);
  }
}
