import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../../ui/controls/button.tsx';
import { copyText } from './save.ts';

interface CopyButtonProps {
  label: string;
  /** Asked when it is pressed. */
  text: () => string;
  icon?: LucideIcon;
  /** Shows the icon alone. */
  compact?: boolean;
}

/** Says for two seconds whether it has copied. */
export function CopyButton({ label, text, icon = Copy, compact = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await copyText(text())) ? 'copied' : 'failed');
  const said = outcome === undefined ? label : outcome === 'copied' ? 'Copied' : 'Could not copy';
  const shown = outcome === 'copied' ? Check : icon;
  if (compact) return <IconButton icon={shown} label={said} onClick={() => void copy()} />;
  return (
    <Button kind="quiet" size="small" icon={shown} onClick={() => void copy()}>
      {said}
    </Button>
  );
}
