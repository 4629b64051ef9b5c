import type { ControlProps } from './control.ts';
import fields from './fields.module.css';
import styles from './slider-control.module.css';

/** A number between two bounds: by hand, or exactly. */
export function SliderControl({ field, value, onChange, id, describedBy, invalid }: ControlProps) {
  const { definition, label } = field;
  const { min, max } = definition.validation ?? {};
  const share = ((Number(value) - Number(min)) / (Number(max) - Number(min))) * 100;
  return (
    <div className={styles.slider}>
      <span className={styles.track} style={{ '--share': `${Math.min(100, Math.max(0, share || 0))}%` }}>
        <input
          type="range"
          aria-label={`${label}, by slider`}
          min={min ?? 0}
          max={max ?? 100}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
        <span className={styles.ends} aria-hidden="true">
          <span>{min}</span>
          <span>{max}</span>
        </span>
      </span>
      <input
        id={id}
        className={fields.input}
        type="text"
        inputMode="decimal"
        value={value}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
