import { useState } from 'react';

/** Something that a person has switched on or off, and finds so the next time. */
export function usePreference(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const key = `coder-graphql:${name}`;
  const [value, setValue] = useState(() => {
    const stored = localStorage.getItem(key);
    return stored === null ? initial : stored === 'on';
  });
  const set = (next: boolean) => {
    setValue(next);
    localStorage.setItem(key, next ? 'on' : 'off');
  };
  return [value, set];
}
