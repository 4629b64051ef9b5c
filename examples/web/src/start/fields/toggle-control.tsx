import type { ControlProps } from './control.ts';
import fields from './fields.module.css';
import styles from './toggle-control.module.css';

/** Yes or no: a switch, or a box to tick. */
export function ToggleControl({ field, value, onChange, id, describedBy, invalid }: ControlProps) {
  const isSwitch = field.control === 'switch';
  return (
    <span className={styles.toggle}>
      <input
        id={id}
        type="checkbox"
        className={isSwitch ? styles.switch : fields.checkbox}
        role={isSwitch ? 'switch' : undefined}
        checked={value === 'true'}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={({ target }) => onChange(String(target.checked))}
      />
      <span aria-hidden="true">{value === 'true' ? 'Yes' : 'No'}</span>
    </span>
  );
}
