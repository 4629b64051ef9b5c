import type { Field } from './form.ts';
import { readList } from './list-values.ts';

const LONGEST = 28;

/** A value as a person reads it: options by their names, a list without JSON, and what is long is cut. */
export function inWords({ definition: { options, type } }: Field, value: string): string {
  if (type === 'BOOL') return value === 'true' ? 'yes' : 'no';
  const nameOf = (each: string) => options.find((option) => option.value === each)?.name ?? each;
  const list = type === 'LIST_STRING' ? readList(value) : null;
  const text = list ? list.map(nameOf).join(', ') : nameOf(value);
  if (text === '') return 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
