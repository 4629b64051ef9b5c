import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './table.module.css';

export interface Column {
  key: string;
  head: ReactNode;
  /** Numbers stand under each other's ends. */
  align?: 'end';
  /** The narrowest page on which the column is shown. */
  from?: 'tablet' | 'desktop';
}

export interface TableProps<Row> {
  /** What the table is: its name for screen readers. */
  label: string;
  columns: readonly Column[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** The cells of a row, by the keys of the columns. */
  cells: (row: Row) => Readonly<Record<string, ReactNode>>;
  /** Something newer is on its way. */
  stale?: boolean;
}

/** Rows that are read across. On a phone each becomes a block, with its first cell as its title. */
export function Table<Row>({ label, columns, rows, keyOf, cells, stale = false }: TableProps<Row>) {
  const className = ({ align, from }: Column) => classNames(align && styles.end, from && styles[from]);
  return (
    <table className={classNames(styles.table, stale && styles.stale)} aria-label={label} aria-busy={stale}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={className(column)}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const contents = cells(row);
          return (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td key={column.key} className={className(column)}>
                  {contents[column.key]}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
