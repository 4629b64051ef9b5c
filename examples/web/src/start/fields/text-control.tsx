import { useLayoutEffect, useRef } from 'react';
import type { ControlProps } from './control.ts';
import styles from './fields.module.css';

/** One line of text, or a number as text, so that what is no number can be seen and said. */
export function TextControl({ field, value, onChange, id, describedBy, invalid }: ControlProps) {
  return (
    <input
      id={id}
      className={styles.input}
      type="text"
      inputMode={field.control === 'number' ? 'decimal' : undefined}
      value={value}
      required={field.definition.required}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Several lines; as high as what is in it. */
export function TextAreaControl({ field, value, onChange, id, describedBy, invalid }: ControlProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { current } = area;
    if (current === null || current.value !== value) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight + 2}px`;
  }, [value]);
  return (
    <textarea
      ref={area}
      id={id}
      className={styles.input}
      rows={3}
      value={value}
      required={field.definition.required}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
