import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/controls/button.tsx';
import styles from './log-search.module.css';

interface LogSearchProps {
  field: RefObject<HTMLInputElement | null>;
  query: string;
  onQuery: (query: string) => void;
  /** Lines that have it. */
  count: number;
  /** Which of them one is at, from 1; 0: none. */
  place: number;
  onStep: (step: 1 | -1) => void;
  onLeave: () => void;
}

export function LogSearch({ field, query, onQuery, count, place, onStep, onLeave }: LogSearchProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onStep(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (query === '') onLeave();
      onQuery('');
    }
  };
  // The button goes with the text, and the focus would go with the button.
  const clear = () => {
    onQuery('');
    field.current?.focus();
  };
  const many = count.toLocaleString('en');
  const found = count === 0 ? 'No lines' : place > 0 ? `${place.toLocaleString('en')} of ${many}` : many;
  return (
    <search className={styles.search}>
      <Search aria-hidden="true" className={styles.icon} />
      <input
        ref={field}
        type="text"
        value={query}
        placeholder="Search the log"
        aria-label="Search the log"
        aria-keyshortcuts="/"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => onQuery(target.value)}
        onKeyDown={onKeyDown}
      />
      {query !== '' && (
        <>
          <output className={classNames(styles.found, count === 0 && styles.none)} aria-label="Lines found">
            {found}
          </output>
          <IconButton
            icon={ChevronUp}
            label="Previous match"
            title="Previous match (Shift+Enter)"
            disabled={count === 0}
            onClick={() => onStep(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label="Next match"
            title="Next match (Enter)"
            disabled={count === 0}
            onClick={() => onStep(1)}
          />
          <IconButton icon={X} label="Clear the search" title="Clear (Escape)" onClick={clear} />
        </>
      )}
    </search>
  );
}
