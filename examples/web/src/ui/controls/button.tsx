import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'small' | 'medium';
  icon?: LucideIcon;
  type?: 'button' | 'submit';
  /** Under way: it cannot be pressed, and says so. */
  busy?: boolean;
  children: ReactNode;
}

/** A button with a text. Give `title` to one that is disabled, so that it says why. */
export function Button({
  kind = 'plain',
  size = 'medium',
  type = 'button',
  icon,
  busy = false,
  className,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const Icon = busy ? LoaderCircle : icon;
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={classNames(styles.button, styles[kind], styles[size], className)}
    >
      {Icon && <Icon aria-hidden="true" className={classNames(styles.icon, busy && styles.turning)} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'type'> {
  icon: LucideIcon;
  /** What it does: its name for everybody. */
  label: string;
}

/** A button that is nothing but an icon. */
export function IconButton({ icon: Icon, label, title = label, className, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={title}
      className={classNames(styles.button, styles.quiet, styles.square, className)}
    >
      <Icon aria-hidden="true" className={styles.icon} />
    </button>
  );
}
