import { useId } from 'react';
import { Button, type ButtonProps } from '../ui/controls/button.tsx';
import styles from './action-button.module.css';

interface ActionButtonProps extends Omit<ButtonProps, 'disabled'> {
  /** Why it cannot be done; null when it can. */
  reason: string | null;
}

/**
 * A button for something that may not be possible. Everybody can find out why: by pointing at it, with the keyboard, with
 * a screen reader. The button stays the same element when that changes, and so it keeps the focus.
 */
export function ActionButton({ reason, ...rest }: ActionButtonProps) {
  const id = useId();
  return (
    <span className={styles.wrap}>
      <Button {...rest} disabled={reason !== null} aria-describedby={reason === null ? undefined : id} />
      {reason !== null && (
        <span id={id} role="tooltip" className={styles.reason}>
          {reason}
        </span>
      )}
    </span>
  );
}
