import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './empty.module.css';

export interface EmptyProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** Buttons that lead on. */
  actions?: ReactNode;
}

/** In the place of a list that has nothing in it: says why, and what to do. */
export function Empty({ icon: Icon, title, children, actions }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <Icon aria-hidden="true" className={styles.icon} />
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
