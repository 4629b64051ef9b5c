import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
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

/**
 * What turns a button off. It can still have the focus: a button that is turned off by being pressed would take the focus
 * with it, and nobody could find out what it is for.
 */
function offProps(off: boolean) {
  return off && { 'aria-disabled': true, onClick: (event: MouseEvent) => event.preventDefault() };
}

/** A button with a text. Give `title` to one that is disabled, so that it says why. */
export function Button({
  kind = 'plain',
  size = 'medium',
  type = 'button',
  icon,
  busy = false,
  className,
  disabled = false,
  children,
  ...rest
}: ButtonProps) {
  const Icon = busy ? LoaderCircle : icon;
  return (
    <button
      {...rest}
      {...offProps(disabled || busy)}
      type={type}
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
export function IconButton({
  icon: Icon,
  label,
  title = label,
  className,
  disabled = false,
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      {...offProps(disabled)}
      type="button"
      aria-label={label}
      title={title}
      className={classNames(styles.button, styles.quiet, styles.square, className)}
    >
      <Icon aria-hidden="true" className={styles.icon} />
    </button>
  );
}
