import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '../time.tsx';
import { Button } from './button.tsx';

interface RetryButtonProps {
  /** What went wrong: after another error, one waits anew. */
  error: object;
  /** Seconds that the gateway asks to wait. */
  after?: number | undefined;
  onRetry: () => void;
}

/** Tries again, as soon as that is welcome. */
export function RetryButton({ error, after = 0, onRetry }: RetryButtonProps) {
  const [wait, setWait] = useState(() => ({ error, until: Date.now() + after * 1_000 }));
  if (wait.error !== error) setWait({ error, until: Date.now() + after * 1_000 });
  // The clock that is shown stands still for up to a second.
  const left = useNow((now) => Math.min(after, Math.max(0, Math.ceil((wait.until - now) / 1_000))));
  return (
    <Button
      size="small"
      icon={RotateCw}
      disabled={left > 0}
      onClick={() => {
        setWait({ error, until: Date.now() + after * 1_000 });
        onRetry();
      }}
    >
      {left > 0 ? `Try again in ${left} s` : 'Try again'}
    </Button>
  );
}
