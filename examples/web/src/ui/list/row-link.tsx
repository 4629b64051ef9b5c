import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { classNames } from '../class-names.ts';
import styles from './row-link.module.css';

/** The link of a row: all of the row leads there, but for other links in it. */
export function RowLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className={styles.row}>
      {children}
    </Link>
  );
}

/** Another link in such a row. */
export function InnerLink({ to, className, children }: { to: string; className?: string; children: ReactNode }) {
  return (
    <Link to={to} className={classNames(styles.inner, className)}>
      {children}
    </Link>
  );
}
