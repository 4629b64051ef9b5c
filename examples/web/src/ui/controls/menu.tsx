import * as Dropdown from '@radix-ui/react-dropdown-menu';
import { Check, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './menu.module.css';

interface MenuProps {
  trigger: ReactNode;
  /** Which edge of the button it stands under. @default 'end' */
  align?: 'start' | 'end';
  children: ReactNode;
}

/** A menu below a button. Radix does what screen readers and the keyboard need. */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content align={align} sideOffset={6} collisionPadding={8} className={styles.menu}>
          {children}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

export interface MenuItemProps {
  icon?: LucideIcon;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon: Icon, onSelect, children }: MenuItemProps) {
  return (
    <Dropdown.Item onSelect={onSelect} className={styles.item}>
      {Icon && <Icon aria-hidden="true" className={styles.icon} />}
      {children}
    </Dropdown.Item>
  );
}

/** A heading over the items below it. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Dropdown.Label className={styles.label}>{children}</Dropdown.Label>;
}

export function MenuLine() {
  return <Dropdown.Separator className={styles.line} />;
}

export interface Choice<Value extends string> {
  value: Value;
  text: string;
  /** Behind the text, in gray. */
  hint?: string;
}

export interface MenuChoiceProps<Value extends string> {
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
}

/** Items of which one is chosen. */
export function MenuChoice<Value extends string>({ value, choices, onChange }: MenuChoiceProps<Value>) {
  const choose = (chosen: string) => {
    const choice = choices.find((each) => each.value === chosen);
    if (choice) onChange(choice.value);
  };
  return (
    <Dropdown.RadioGroup value={value} onValueChange={choose}>
      {choices.map(({ value: each, text, hint }) => (
        <Dropdown.RadioItem key={each} value={each} className={styles.item}>
          <ChoiceText text={text} hint={hint} />
        </Dropdown.RadioItem>
      ))}
    </Dropdown.RadioGroup>
  );
}

export interface MenuChecksProps<Value extends string> {
  values: readonly Value[];
  choices: readonly Choice<Value>[];
  onChange: (values: Value[]) => void;
}

/** Items of which any may be chosen; the menu stays open for more. */
export function MenuChecks<Value extends string>({ values, choices, onChange }: MenuChecksProps<Value>) {
  return choices.map(({ value, text, hint }) => (
    <Dropdown.CheckboxItem
      key={value}
      checked={values.includes(value)}
      onSelect={(event) => event.preventDefault()}
      onCheckedChange={(checked) => onChange(checked ? [...values, value] : values.filter((each) => each !== value))}
      className={styles.item}
    >
      <ChoiceText text={text} hint={hint} />
    </Dropdown.CheckboxItem>
  ));
}

/** What is in an item that can be chosen: its mark while it is, and its text. */
function ChoiceText({ text, hint }: { text: string; hint: string | undefined }) {
  return (
    <>
      <span className={styles.check}>
        <Dropdown.ItemIndicator>
          <Check aria-hidden="true" className={styles.icon} />
        </Dropdown.ItemIndicator>
      </span>
      {text}
      {hint && <span className={styles.hint}>{hint}</span>}
    </>
  );
}
