import { useId, useState } from 'react';
import { useSession } from '../api/session.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Dialog } from '../ui/controls/dialog.tsx';
import { Field } from '../ui/controls/field.tsx';

/** Asks for a session token of Coder. */
export function TokenDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { setToken } = useSession();
  const [text, setText] = useState('');
  const form = useId();
  const use = () => {
    setToken(text.trim());
    setText('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Use a session token"
      description="This browser tab keeps it, and forgets it when it is closed."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={text.trim() === ''}>
            Use token
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          use();
        }}
      >
        <Field label="Session token" hint="Made by: coder tokens create">
          {(field) => (
            <input
              {...field}
              type="password"
              autoComplete="off"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
