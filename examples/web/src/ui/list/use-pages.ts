import { useSearchParams } from 'react-router';

/** Where in a list one is, kept in the address: the cursor of the page, and those of the pages before it. */
export interface Pages {
  /** Of the page before the items of this one; undefined: it is the first. */
  after: string | undefined;
  /** From 1. */
  number: number;
  next(endCursor: string): void;
  previous(): void;
}

/** The cursors on the way to this page; a link to a page has all of them, so `Previous` works behind it too. */
const TRAIL = 'after';

export function usePages(): Pages {
  const [parameters, setParameters] = useSearchParams();
  const trail = parameters.getAll(TRAIL);
  const go = (cursors: readonly string[]) =>
    setParameters((current) => {
      const changed = new URLSearchParams(current);
      changed.delete(TRAIL);
      for (const cursor of cursors) changed.append(TRAIL, cursor);
      return changed;
    });
  return {
    after: trail.at(-1),
    number: trail.length + 1,
    next: (endCursor) => go([...trail, endCursor]),
    previous: () => go(trail.slice(0, -1)),
  };
}

/** Changes what the list is filtered by; undefined takes a filter away. The list begins at its first page again. */
export function useFilters(): readonly [
  URLSearchParams,
  (changes: Readonly<Record<string, string | undefined>>) => void,
] {
  const [parameters, setParameters] = useSearchParams();
  const change = (changes: Readonly<Record<string, string | undefined>>) =>
    setParameters(
      (current) => {
        const changed = new URLSearchParams(current);
        changed.delete(TRAIL);
        for (const [name, value] of Object.entries(changes)) {
          if (value) changed.set(name, value);
          else changed.delete(name);
        }
        return changed;
      },
      { replace: true },
    );
  return [parameters, change];
}
