import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';

/** What a color says: all is well, work is under way, look here, it failed, nothing happens. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'calm';

export interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  /** The icon turns: work is under way. */
  turning?: boolean;
  /** Without the colored ground, in tables. */
  bare?: boolean;
  title?: string;
  children: ReactNode;
}

/** A word for a state. Its icon and its text say the same as its color. */
export function Badge({ tone = 'calm', icon: Icon, turning = false, bare = false, title, children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[tone], bare && styles.bare)} title={title}>
      {Icon && <Icon aria-hidden="true" className={classNames(styles.icon, turning && styles.turning)} />}
      {children}
    </span>
  );
}
