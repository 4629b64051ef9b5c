import type { ControlProps } from './control.ts';
import styles from './fields.module.css';

/** A list to choose one from. A value that is no longer offered is shown as none, so that one has to choose. */
export function SelectControl({ field, value, onChange, id, describedBy, invalid }: ControlProps) {
  const { options, required } = field.definition;
  const chosen = options.find((option) => option.value === value);
  return (
    <select
      id={id}
      className={styles.input}
      value={chosen ? value : ''}
      required={required}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onChange={({ target }) => onChange(target.value)}
    >
      {!chosen && <option value="">Choose…</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.description ? `${option.name} – ${option.description}` : option.name}
        </option>
      ))}
    </select>
  );
}
