import type { Rule } from './rules.ts';
import { typeRules } from './types/types.ts';

export interface SelectionOptions {
  /** Fields of the outermost type; default: all that cost no further call. */
  only?: readonly string[] | undefined;
  /** Also the fields of the outermost type that cost a call. */
  detail?: boolean;
}

/** The rules of a type that a document selects. */
export function selectedRules(type: string, { only, detail = false }: SelectionOptions = {}): [string, Rule][] {
  const rules = typeRules[type];
  if (rules === undefined) throw new Error(`There are no rules for the type ${type}`);
  return Object.entries(rules).filter(([name, rule]) =>
    only ? only.includes(name) : rule.detail === undefined || detail,
  );
}

/** The selection set of a type, without its braces. */
export function selection(type: string, options?: SelectionOptions): string {
  return selectedRules(type, options)
    .map(([name, { args = '', type: inner, only }]) =>
      inner ? `${name}${args} { ${selection(inner, { only })} }` : `${name}${args}`,
    )
    .join(' ');
}

/** `Type.field` of everything that such a selection asks for. */
export function coordinates(type: string, options?: SelectionOptions): string[] {
  return selectedRules(type, options).flatMap(([name, rule]) => [
    `${type}.${name}`,
    ...(rule.type ? coordinates(rule.type, { only: rule.only }) : []),
  ]);
}
