import type { ReactNode } from 'react';
import styles from './card.module.css';
import { classNames } from './class-names.ts';

export interface CardProps {
  /** Its heading; without one it is a plain frame. */
  title?: ReactNode;
  /** Beside the heading: counts, buttons. */
  aside?: ReactNode;
  /** The content goes to the edges, as tables do. */
  flush?: boolean;
  children: ReactNode;
}

/** A part of a page with a frame, and a heading of the second level. */
export function Card({ title, aside, flush = false, children }: CardProps) {
  return (
    <section className={styles.card}>
      {title !== undefined && (
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {aside && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      <div className={classNames(styles.body, flush && styles.flush)}>{children}</div>
    </section>
  );
}
