import { Markdown } from '../../ui/markdown.tsx';
import type { ParameterOption } from '../definitions.ts';
import { readList, writeList } from '../list-values.ts';
import { CoderIcon } from './coder-icon.tsx';
import type { ControlProps } from './control.ts';
import styles from './fields.module.css';

/** One of several, all to be seen. */
export function RadioControl(props: ControlProps) {
  const { value, onChange } = props;
  return <Choices {...props} type="radio" isChosen={(each) => each === value} onToggle={onChange} />;
}

/** Any of several. They stay in the order of the template, whatever order they were chosen in. */
export function CheckboxesControl(props: ControlProps) {
  const { field, value, onChange } = props;
  const chosen = new Set(readList(value) ?? []);
  const toggle = (each: string) => {
    const next = new Set(chosen);
    if (!next.delete(each)) next.add(each);
    onChange(writeList(field.definition.options.map((option) => option.value).filter((option) => next.has(option))));
  };
  return <Choices {...props} type="checkbox" isChosen={(each) => chosen.has(each)} onToggle={toggle} />;
}

interface ChoicesProps extends ControlProps {
  type: 'radio' | 'checkbox';
  isChosen: (value: string) => boolean;
  onToggle: (value: string) => void;
}

function Choices({ field, id, describedBy, type, isChosen, onToggle }: ChoicesProps) {
  return (
    <div className={styles.choices}>
      {field.definition.options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input
            type={type}
            name={id}
            className={styles[type]}
            checked={isChosen(option.value)}
            aria-describedby={describedBy}
            onChange={() => onToggle(option.value)}
          />
          <ChoiceText option={option} />
        </label>
      ))}
    </div>
  );
}

function ChoiceText({ option: { name, description, icon } }: { option: ParameterOption }) {
  return (
    <span className={styles.choiceText}>
      <span className={styles.choiceName}>
        <CoderIcon icon={icon} />
        {name}
      </span>
      {description !== '' && <Markdown text={description} className={styles.choiceHelp} />}
    </span>
  );
}
