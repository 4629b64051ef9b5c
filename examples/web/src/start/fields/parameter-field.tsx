import { CircleAlert, RotateCcw } from 'lucide-react';
import { type FocusEvent, type ReactNode, useId } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Markdown } from '../../ui/markdown.tsx';
import type { Control } from '../controls.ts';
import type { Field } from '../form.ts';
import { sameValue } from '../list-values.ts';
import { boundsInWords } from '../validation.ts';
import { inWords } from '../words.ts';
import { CheckboxesControl, RadioControl } from './choice-control.tsx';
import { CoderIcon } from './coder-icon.tsx';
import type { ControlProps } from './control.ts';
import styles from './fields.module.css';
import { SelectControl } from './select-control.tsx';
import { SliderControl } from './slider-control.tsx';
import { TagsControl } from './tags-control.tsx';
import { TextAreaControl, TextControl } from './text-control.tsx';
import { ToggleControl } from './toggle-control.tsx';

const CONTROLS: Record<Control, (props: ControlProps) => ReactNode> = {
  checkbox: ToggleControl,
  checkboxes: CheckboxesControl,
  none: () => (
    <p className={styles.fieldBroken}>The template defines this parameter wrongly. Its value stays as it is.</p>
  ),
  number: TextControl,
  radio: RadioControl,
  select: SelectControl,
  slider: SliderControl,
  switch: ToggleControl,
  tags: TagsControl,
  text: TextControl,
  textarea: TextAreaControl,
};

/** Controls of several inputs, or of none, which a label cannot belong to. */
const GROUPS: ReadonlySet<Control> = new Set(['checkboxes', 'none', 'radio']);

interface ParameterFieldProps {
  field: Field;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
  onReset: () => void;
  onLeave: () => void;
}

/** A parameter: its name, help in Markdown, control, rules, and what is wrong with its value. */
export function ParameterField({ field, value, problem, onChange, onReset, onLeave }: ParameterFieldProps) {
  const { definition, control, label } = field;
  const id = useId();
  const ids = { label: `${id}-label`, help: `${id}-help`, hint: `${id}-hint`, problem: `${id}-problem` };
  const hint = hintOf(field);
  const described = [definition.description && ids.help, hint && ids.hint, problem && ids.problem].filter(Boolean);
  const describedBy = described.length > 0 ? described.join(' ') : undefined;
  const Input = CONTROLS[control];
  const isGroup = GROUPS.has(control);
  return (
    <fieldset
      className={styles.field}
      aria-labelledby={isGroup ? ids.label : undefined}
      aria-describedby={isGroup ? describedBy : undefined}
      data-invalid={problem === undefined ? undefined : true}
      onBlur={(event) => leaves(event) && onLeave()}
    >
      <div className={styles.fieldLabel}>
        <CoderIcon icon={definition.icon} />
        {isGroup ? <span id={ids.label}>{label}</span> : <label htmlFor={id}>{label}</label>}
        {definition.required && <span className={classNames(styles.fieldBadge, styles.fieldRequired)}>Required</span>}
        {definition.ephemeral && (
          <span className={styles.fieldBadge} title="It is not kept for the builds after this one.">
            This build only
          </span>
        )}
      </div>
      {definition.description !== '' && (
        <Markdown id={ids.help} className={styles.fieldHelp} text={definition.description} />
      )}
      <Input
        field={field}
        value={value}
        onChange={onChange}
        id={id}
        describedBy={describedBy}
        invalid={problem !== undefined}
      />
      <div className={styles.fieldFoot}>
        {problem !== undefined && (
          <p id={ids.problem} className={styles.fieldProblem}>
            <CircleAlert aria-hidden="true" />
            {problem}
          </p>
        )}
        {hint !== '' && (
          <p id={ids.hint} className={styles.fieldHint}>
            {hint}
          </p>
        )}
        {!sameValue(value, field.initial) && (
          <button type="button" className={styles.fieldReset} onClick={onReset}>
            <RotateCcw aria-hidden="true" />
            Back to {inWords(field, field.initial)}
            <span className="visually-hidden"> for {label}</span>
          </button>
        )}
      </div>
    </fieldset>
  );
}

/**
 * Whether the focus goes elsewhere. Not when it goes to the button that sends the form, which judges all fields: what is
 * said here would move that button away while it is pressed.
 */
function leaves({ currentTarget, relatedTarget }: FocusEvent): boolean {
  if (relatedTarget instanceof HTMLButtonElement && relatedTarget.type === 'submit') return false;
  return !currentTarget.contains(relatedTarget);
}

function hintOf({ definition: { type, validation, mutable }, control, previous }: Field): string {
  const hints = [];
  if (type === 'NUMBER' && validation && control !== 'slider') hints.push(boundsInWords(validation));
  if (previous !== null && validation?.monotonic === 'INCREASING') hints.push(`Not below ${previous}, its value now.`);
  if (previous !== null && validation?.monotonic === 'DECREASING') hints.push(`Not above ${previous}, its value now.`);
  if (!mutable) hints.push('It cannot be changed after this build.');
  return hints.filter(Boolean).join(' ');
}
