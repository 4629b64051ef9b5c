import { Card } from '../ui/card.tsx';
import type { Preset } from './definitions.ts';
import { ParameterField } from './fields/parameter-field.tsx';
import { PresetPicker } from './preset-picker.tsx';
import styles from './start-page.module.css';
import type { StartFormModel } from './use-start-form.ts';
import { inWords } from './words.ts';

/** Asks for the parameters of a version. What cannot be changed any more is told, last. */
export function StartForm({ form, presets }: { form: StartFormModel; presets: readonly Preset[] }) {
  const { fields, values, shown, preset, dispatch } = form;
  const open = fields.filter(({ locked }) => !locked);
  const locked = fields.filter((field) => field.locked);
  return (
    <>
      {presets.length > 0 && (
        <Card title="Preset" aside="Fills the form in; change what you like after">
          <PresetPicker
            presets={presets}
            fields={fields}
            values={values}
            chosen={preset}
            onChoose={(next) => dispatch({ type: 'choosePreset', before: preset, next })}
          />
        </Card>
      )}
      {open.length > 0 && (
        <Card title="Parameters">
          {open.map((field) => {
            const { name } = field.definition;
            return (
              <ParameterField
                key={name}
                field={field}
                value={values.get(name) ?? ''}
                problem={shown.get(name)}
                onChange={(value) => dispatch({ type: 'edit', name, value })}
                onReset={() => dispatch({ type: 'reset', name })}
                onLeave={() => dispatch({ type: 'leave', name })}
              />
            );
          })}
        </Card>
      )}
      {locked.length > 0 && (
        <Card title="Cannot be changed" aside="Chosen at an earlier build">
          <dl className={styles.locked}>
            {locked.map((field) => (
              <div key={field.definition.name}>
                <dt>{field.label}</dt>
                <dd>{inWords(field, field.initial)}</dd>
              </div>
            ))}
          </dl>
        </Card>
      )}
      {fields.length === 0 && <Card>This version asks for nothing.</Card>}
    </>
  );
}
