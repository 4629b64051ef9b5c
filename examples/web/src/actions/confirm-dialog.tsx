import { type ReactNode, useId, useState } from 'react';
import { Button } from '../ui/controls/button.tsx';
import { Dialog } from '../ui/controls/dialog.tsx';
import { Field } from '../ui/controls/field.tsx';

export interface ConfirmDialogProps {
  title: string;
  /** What will happen. */
  description: ReactNode;
  /** What is done, on the button. */
  confirm: string;
  /** Something is lost. */
  danger?: boolean;
  /** What has to be typed first, so that nobody does it by accident. */
  phrase?: string;
  busy: boolean;
  /** What came of the last attempt. */
  problem?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, confirm, danger = false, phrase, busy, problem, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const form = useId();
  const ready = phrase === undefined || typed.trim() === phrase;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button
            type="submit"
            form={form}
            kind={danger ? 'danger' : 'primary'}
            busy={busy}
            disabled={!ready}
            title={ready ? undefined : `Type ${phrase} first`}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onConfirm();
        }}
      >
        {phrase !== undefined && (
          <Field label={`Type ${phrase} to confirm`}>
            {(control) => (
              <input
                {...control}
                value={typed}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                onChange={({ target }) => setTyped(target.value)}
              />
            )}
          </Field>
        )}
        {problem}
      </form>
    </Dialog>
  );
}
