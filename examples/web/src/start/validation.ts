import type { ParameterDefinition } from './definitions.ts';
import type { Field, Values } from './form.ts';
import { fromGoRegex } from './go-regex.ts';
import { readList } from './list-values.ts';

/** What is wrong with the values, by the name of the parameter; empty when all can be sent. */
export function problemsOf(fields: readonly Field[], values: Values): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const field of fields) {
    const problem = problemOf(field, values.get(field.definition.name) ?? '');
    if (problem !== null) problems.set(field.definition.name, problem);
  }
  return problems;
}

/**
 * What is wrong with a value, by the rules that its template states; null when it is right. Coder has the last word:
 * a template may have rules of its own, and a pattern may need Go.
 */
function problemOf(field: Field, value: string): string | null {
  const { definition, control, locked } = field;
  if (locked || control === 'none') return null;
  return (
    missing(definition, value) ??
    notAnOption(definition, value) ??
    wrongType(definition, value) ??
    outOfBounds(definition, value) ??
    wrongWay(field, value) ??
    noMatch(definition, value)
  );
}

function missing({ required, type, options }: ParameterDefinition, value: string): string | null {
  if (!required) return null;
  if (type === 'LIST_STRING') return readList(value)?.length === 0 ? 'Choose at least one.' : null;
  if (value.trim() !== '') return null;
  return options.length > 0 ? 'Choose one.' : 'Enter a value.';
}

function notAnOption({ options, type }: ParameterDefinition, value: string): string | null {
  if (options.length === 0) return null;
  const entries = type === 'LIST_STRING' ? (readList(value) ?? [value]) : [value];
  const unknown = entries.find((entry) => !options.some((option) => option.value === entry));
  if (unknown === undefined) return null;
  return unknown === '' ? 'Choose one.' : `“${unknown}” is not one of the choices of this version.`;
}

function wrongType({ type }: ParameterDefinition, value: string): string | null {
  if (type === 'NUMBER' && !isNumber(value)) return 'Enter a number.';
  if (type === 'BOOL' && value !== 'true' && value !== 'false') return 'Choose yes or no.';
  if (type === 'LIST_STRING' && readList(value) === null) return 'Enter a list of texts.';
  return null;
}

/** As Coder reads numbers: not in hexadecimal, without spaces. */
function isNumber(value: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
}

function outOfBounds({ type, validation }: ParameterDefinition, value: string): string | null {
  if (type !== 'NUMBER' || !validation) return null;
  const { min, max } = validation;
  const number = Number(value);
  if ((min === null || number >= min) && (max === null || number <= max)) return null;
  return ownWords(validation, value) ?? boundsInWords(validation);
}

/** The bounds of a number in words; empty when it has none. */
export function boundsInWords({ min, max }: { min: number | null; max: number | null }): string {
  if (min !== null && max !== null) return `From ${min} to ${max}.`;
  if (min !== null) return `At least ${min}.`;
  return max === null ? '' : `At most ${max}.`;
}

function wrongWay({ definition: { type, validation }, previous }: Field, value: string): string | null {
  if (type !== 'NUMBER' || previous === null || !isNumber(previous)) return null;
  const { monotonic } = validation ?? {};
  if (monotonic === 'INCREASING' && Number(value) < Number(previous))
    return `It can only grow, and is ${previous} now.`;
  if (monotonic === 'DECREASING' && Number(value) > Number(previous)) {
    return `It can only shrink, and is ${previous} now.`;
  }
  return null;
}

function noMatch({ validation }: ParameterDefinition, value: string): string | null {
  if (!validation || validation.regex === null) return null;
  if (fromGoRegex(validation.regex)?.test(value) !== false) return null;
  return ownWords(validation, value) ?? `It does not match the pattern ${validation.regex}`;
}

/** What the template says of a wrong value; it may name the value and the bounds in braces. */
function ownWords({ error, min, max }: NonNullable<ParameterDefinition['validation']>, value: string): string | null {
  if (!error) return null;
  const words: Record<string, string> = { min: String(min), max: String(max), value };
  return error.replace(/\{(min|max|value)\}/g, (_, name: string) => words[name] ?? '');
}
