import type { Field } from '../form.ts';

/** What every control is given. */
export interface ControlProps {
  field: Field;
  value: string;
  onChange: (value: string) => void;
  /** Of its one input, for the label; a group of inputs does not use it. */
  id: string;
  /** Ids of what describes it: help, rules, the problem. */
  describedBy: string | undefined;
  invalid: boolean;
}
