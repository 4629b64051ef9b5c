import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '../time.tsx';
import { Button } from './button.tsx';

interface RetryButtonProps {
  /** Seconds that the gateway asks to wait. */
  after?: number | undefined;
  onRetry: () => void;
}

/** Tries again, as soon as that is welcome. */
export function RetryButton({ after = 0, onRetry }: RetryButtonProps) {
  const [from, setFrom] = useState(() => Date.now() + after * 1_000);
  const left = useNow((now) => Math.max(0, Math.ceil((from - now) / 1_000)));
  return (
    <Button
      size="small"
      icon={RotateCw}
      disabled={left > 0}
      onClick={() => {
        setFrom(Date.now() + after * 1_000);
        onRetry();
      }}
    >
      {left > 0 ? `Try again in ${left} s` : 'Try again'}
    </Button>
  );
}
