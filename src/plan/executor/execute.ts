import type { Path } from 'graphql/jsutils/Path.js';
import type { PlannedSelection } from './planned.ts';
import { allOf, isPromise, type MaybePromise } from './promises.ts';
import type { Run } from './run.ts';

/** The text of an object whose fields are executed beside each other. */
export function executeSelection(
  run: Run,
  { fields }: PlannedSelection,
  source: unknown,
  path: Path | undefined,
): MaybePromise<string> {
  let text = '{';
  let parts: MaybePromise<string>[] | undefined;
  try {
    for (const field of fields) {
      const value = field.execute(run, source, path);
      if (typeof value === 'string') text += field.label + value;
      else {
        parts ??= [];
        parts.push(flat(text, field.label), value);
        text = '';
      }
    }
  } catch (error) {
    if (parts === undefined) throw error;
    // As graphql-js: the object fails once the fields before this one are done, whatever became of them.
    return allOf(parts, asTheyAre)
      .then(concat)
      .finally(() => {
        throw error;
      });
  }
  if (parts === undefined) return `${text}}`;
  parts.push(`${text}}`);
  return allOf(parts, asTheyAre).then(concat);
}

/** The text of an object whose fields are executed one after the other: the root of a mutation. */
export function executeSerially(run: Run, { fields }: PlannedSelection, source: unknown): MaybePromise<string> {
  let text: MaybePromise<string> = fields.length === 0 ? '{}' : '{';
  fields.forEach((field, index) => {
    // Not in a step of its own: the order of errors depends on the number of steps.
    const end = index === fields.length - 1 ? '}' : '';
    const append = (before: string): MaybePromise<string> => {
      const value = field.execute(run, source, undefined);
      const appended = (written: string) => before + field.label + written + end;
      return isPromise(value) ? value.then(appended) : appended(value);
    };
    text = isPromise(text) ? text.then(append) : append(text);
  });
  return text;
}

/** The parts are put together in a step after this one, since graphql-js makes its object in such a step. */
const asTheyAre = (parts: string[]): string[] => parts;

/**
 * Parts are added up and not joined: an answer is then copied once, when it is sent, and not at each level of objects.
 */
function concat(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += part;
  return text;
}

/**
 * A text that waits for others. One that was added up from hundreds of small ones is an object for each of them, which
 * the garbage collector would copy for as long as it waits; joined, it is one.
 */
function flat(...texts: readonly string[]): string {
  return texts.join('');
}
