import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../api/session.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/empty.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** In the place of what only somebody who is known may see. */
export function SignIn() {
  const { token } = useSession();
  const [asking, setAsking] = useState(false);
  return (
    <Card>
      <Empty
        icon={KeyRound}
        title={token === undefined ? 'Sign in to see this' : 'This session token is not valid any more'}
        actions={
          <Button kind="primary" onClick={() => setAsking(true)}>
            Use a session token
          </Button>
        }
      >
        Coder knows you by a session token. <code>coder tokens create</code> makes one.
      </Empty>
      <TokenDialog open={asking} onClose={() => setAsking(false)} />
    </Card>
  );
}
