import { useState } from 'react';

/** Something that a person has switched on or off, and finds so the next time. */
export function usePreference(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => {
    const stored = read(name);
    return stored === null ? initial : stored === 'on';
  });
  const set = (next: boolean) => {
    setValue(next);
    try {
      localStorage.setItem(name, next ? 'on' : 'off');
    } catch {
      // Storage may be full or forbidden: the choice then holds for this page.
    }
  };
  return [value, set];
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
