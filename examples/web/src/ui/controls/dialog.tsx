import * as Radix from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at its foot, the main one last. */
  actions?: ReactNode;
  /** What gets the focus back, if it is not what had it: an item of a menu is gone by then. */
  returnTo?: RefObject<HTMLElement | null> | undefined;
  children?: ReactNode;
}

/** A dialog that keeps the focus until it is closed. Radix does what screen readers and the keyboard need. */
export function Dialog({ open, onClose, title, description, actions, returnTo, children }: DialogProps) {
  const before = useRef<Element>(null);
  return (
    <Radix.Root open={open} onOpenChange={(isOpen) => isOpen || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.overlay} />
        <Radix.Content
          className={styles.dialog}
          // Radix gives the focus back to a trigger of its own, which these dialogs do not have.
          onOpenAutoFocus={() => {
            before.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const target = returnTo?.current ?? before.current;
            if (target instanceof HTMLElement) target.focus();
          }}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
          </header>
          {description !== undefined && (
            <Radix.Description className={styles.description}>{description}</Radix.Description>
          )}
          {children && <div className={styles.body}>{children}</div>}
          {actions && <footer className={styles.foot}>{actions}</footer>}
          {/* Last, so that the focus begins at what the dialog is for. */}
          <Radix.Close asChild>
            <IconButton icon={X} label="Close" className={styles.close} />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
