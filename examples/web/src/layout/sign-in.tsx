import { KeyRound } from 'lucide-react';
import { useSession } from '../api/session.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/state/empty.tsx';
import { SignInButton } from './sign-in-button.tsx';

/** In the place of what only somebody who is known may see. */
export function SignIn() {
  const { token } = useSession();
  return (
    <Card>
      <Empty
        icon={KeyRound}
        title={token === undefined ? 'Sign in to see this' : 'This session token is not valid any more'}
        actions={<SignInButton />}
      >
        Coder knows you by a session token. <code>coder tokens create</code> makes one.
      </Empty>
    </Card>
  );
}
