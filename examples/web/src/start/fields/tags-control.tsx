import { X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { readList, writeList } from '../list-values.ts';
import type { ControlProps } from './control.ts';
import fields from './fields.module.css';
import styles from './tags-control.module.css';

/** Texts of one's own: Enter or a comma adds what was typed, Backspace in the empty input takes the last one back. */
export function TagsControl({ field, value, onChange, id, describedBy, invalid }: ControlProps) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const tags = readList(value) ?? [];
  const { label } = field;

  const add = () => {
    const tag = typed.trim();
    setTyped('');
    if (tag !== '' && !tags.includes(tag)) onChange(writeList([...tags, tag]));
  };
  const remove = (tag: string) => {
    onChange(writeList(tags.filter((other) => other !== tag)));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter ends the composition of a character before it means anything else.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add();
    }
    if (event.key === 'Backspace' && typed === '' && tags.length > 0) onChange(writeList(tags.slice(0, -1)));
  };

  return (
    <div className={classNames(styles.tags, fields.input)}>
      <ul className={styles.list} aria-label={`${label}: ${tags.length} entered`}>
        {tags.map((tag) => (
          <li key={tag} className={styles.tag}>
            {tag}
            <button type="button" aria-label={`Remove ${tag}`} onClick={() => remove(tag)}>
              <X aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <input
        ref={input}
        id={id}
        type="text"
        value={typed}
        placeholder={tags.length === 0 ? 'Type, then Enter' : ''}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
    </div>
  );
}
