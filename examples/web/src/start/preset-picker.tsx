import type { Preset } from './definitions.ts';
import { CoderIcon } from './fields/coder-icon.tsx';
import styles from './fields/fields.module.css';
import { type Field, isAsPreset, lockedAgainst, type Values } from './form.ts';

interface PresetPickerProps {
  presets: readonly Preset[];
  fields: readonly Field[];
  values: Values;
  chosen: Preset | null;
  onChoose: (preset: Preset | null) => void;
}

/** Sets of values to begin with. They fill the form in, which can be changed after. */
export function PresetPicker({ presets, fields, values, chosen, onChoose }: PresetPickerProps) {
  return (
    <div role="radiogroup" aria-label="Preset" className={styles.choices}>
      {presets.map((preset) => {
        const isChosen = preset.uuid === chosen?.uuid;
        return (
          <label key={preset.uuid} className={styles.choice}>
            <input
              type="radio"
              name="preset"
              className={styles.radio}
              checked={isChosen}
              onChange={() => onChoose(preset)}
            />
            <span className={styles.choiceText}>
              <span className={styles.choiceName}>
                <CoderIcon icon={preset.icon} />
                {preset.name}
                {preset.default && <span className={styles.fieldBadge}>Recommended</span>}
              </span>
              {preset.description && <span className={styles.choiceHelp}>{preset.description}</span>}
              <span className={styles.choiceHelp}>{stateOf(preset, fields, values, isChosen)}</span>
            </span>
          </label>
        );
      })}
      <label className={styles.choice}>
        <input
          type="radio"
          name="preset"
          className={styles.radio}
          checked={chosen === null}
          onChange={() => onChoose(null)}
        />
        <span className={styles.choiceText}>
          <span className={styles.choiceName}>None</span>
          <span className={styles.choiceHelp}>The values of the build before</span>
        </span>
      </label>
    </div>
  );
}

function stateOf(preset: Preset, fields: readonly Field[], values: Values, isChosen: boolean): string {
  const locked = lockedAgainst(preset, fields);
  if (locked.length > 0) {
    return `Leaves ${locked.map(({ label }) => label).join(', ')} as it is, which cannot be changed.`;
  }
  if (isChosen && !isAsPreset(preset, values)) return 'Changed below';
  const set = new Set(preset.parameters.map(({ name }) => name));
  const labels = fields.filter(({ definition }) => set.has(definition.name)).map(({ label }) => label);
  return `Sets ${labels.join(', ')}`;
}
