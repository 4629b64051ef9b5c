import { useState } from 'react';
import { Button, type ButtonProps } from '../ui/controls/button.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** For who is not signed in, or not any more. */
export function SignInButton({ size = 'medium' }: Pick<ButtonProps, 'size'>) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size={size} kind="primary" onClick={() => setAsking(true)}>
        Use a session token
      </Button>
      <TokenDialog open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
