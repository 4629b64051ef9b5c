import { type RefObject, useId, useRef, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { useSession } from '../api/session.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Dialog } from '../ui/controls/dialog.tsx';
import { Field } from '../ui/controls/field.tsx';

interface TokenDialogProps {
  open: boolean;
  onClose: () => void;
  /** As of `Dialog`. */
  returnTo?: RefObject<HTMLElement | null>;
}

/** Asks for a session token of Coder. */
export function TokenDialog({ open, onClose, returnTo }: TokenDialogProps) {
  const { signIn } = useSession();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const attempt = useRef<AbortController>(undefined);
  const form = useId();
  const token = text.trim();
  // A secret that was not used is not kept either.
  const close = () => {
    attempt.current?.abort();
    setText('');
    setBusy(false);
    setFailure(undefined);
    onClose();
  };
  const use = async () => {
    const trying = new AbortController();
    attempt.current = trying;
    setBusy(true);
    const refused = await signIn(token, trying.signal);
    if (trying.signal.aborted) return;
    setBusy(false);
    setFailure(refused);
    if (refused === undefined) close();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      returnTo={returnTo}
      title="Use a session token"
      description="This browser tab keeps it, and forgets it when it is closed."
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={token === ''}>
            Use token
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          // For React, a form that the dialog is opened from lies around this one, and would be sent too.
          event.stopPropagation();
          if (token !== '' && !busy) void use();
        }}
      >
        <Field label="Session token" hint="Made by: coder tokens create" error={failure && problemWith(failure)}>
          {(field) => (
            <input
              {...field}
              type="password"
              autoComplete="off"
              value={text}
              onChange={({ target }) => {
                setText(target.value);
                setFailure(undefined);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function problemWith({ code, message }: Failure): string {
  if (code === 'UNAUTHENTICATED') return 'Coder does not know this token, or it has expired.';
  return code === 'OFFLINE' ? 'The gateway cannot be reached.' : message;
}
