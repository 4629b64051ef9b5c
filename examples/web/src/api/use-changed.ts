import { useEffect, useEffectEvent, useRef } from 'react';

/** Calls a function when a value has changed from one that was known to another. */
export function useChanged(value: string | undefined, onChange: () => void): void {
  const before = useRef(value);
  const changed = useEffectEvent(onChange);
  useEffect(() => {
    if (value !== undefined && before.current !== undefined && before.current !== value) changed();
    before.current = value ?? before.current;
  }, [value]);
}
