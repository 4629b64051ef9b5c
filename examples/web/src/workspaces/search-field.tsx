import { CircleX, Search } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/controls/button.tsx';
import { Field } from '../ui/controls/field.tsx';
import styles from './search-field.module.css';

/** Milliseconds after the last key before the search runs. */
const PAUSE = 250;

export interface SearchFieldProps {
  value: string;
  /** What Coder says is wrong with it. */
  error: string | undefined;
  onChange: (value: string) => void;
}

/** Coder's search. `/` leads to it from anywhere on the page, Escape empties it. */
export function SearchField({ value, error, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  // What came from elsewhere, such as a click on a status, is shown; what is being typed is not overwritten by itself.
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    if (text.trim() !== value) setText(value);
  }

  const search = useEffectEvent(() => {
    if (text.trim() !== value) onChange(text.trim());
  });
  useEffect(() => {
    const timer = setTimeout(search, text === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [text]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { tagName } = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(tagName)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  // The button goes with the text, and the focus would go with the button.
  const clear = () => {
    setText('');
    input.current?.focus();
  };

  return (
    <search className={styles.search}>
      <Field label="Search workspaces" hiddenLabel error={error}>
        {(field) => (
          <div className={styles.box}>
            <Search aria-hidden="true" className={styles.icon} />
            <input
              {...field}
              ref={input}
              type="text"
              inputMode="search"
              autoComplete="off"
              spellCheck={false}
              placeholder="Search by name, or owner:me status:running"
              className={classNames(field.className, styles.input)}
              value={text}
              onChange={({ target }) => setText(target.value)}
              onKeyDown={({ key }) => key === 'Escape' && setText('')}
            />
            {text === '' ? (
              <span className={styles.key} aria-hidden="true">
                /
              </span>
            ) : (
              <IconButton icon={CircleX} label="Clear the search" className={styles.clear ?? ''} onClick={clear} />
            )}
          </div>
        )}
      </Field>
    </search>
  );
}
