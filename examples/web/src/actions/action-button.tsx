import { useId } from 'react';
import { Button, type ButtonProps } from '../ui/controls/button.tsx';
import styles from './action-button.module.css';

interface ActionButtonProps extends ButtonProps {
  /** Why it cannot be done; null when it can. */
  reason: string | null;
}

/**
 * A button for something that may not be possible. It can have the focus all the same, so that everybody can find out
 * why: by pointing at it, with the keyboard, with a screen reader.
 */
export function ActionButton({ reason, onClick, ...rest }: ActionButtonProps) {
  const id = useId();
  if (reason === null) return <Button onClick={onClick} {...rest} />;
  return (
    <span className={styles.wrap}>
      <Button aria-disabled="true" aria-describedby={id} className={styles.off} {...rest} />
      <span id={id} role="tooltip" className={styles.reason}>
        {reason}
      </span>
    </span>
  );
}
