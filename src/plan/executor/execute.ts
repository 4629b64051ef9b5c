import type { Path } from 'graphql/jsutils/Path.js';
import type { PlannedSelection } from './planned.ts';
import { allOf, isPromise, type MaybePromise } from './promises.ts';
import type { Run } from './run.ts';
import { TextParts } from './text-parts.ts';

/** The text of an object whose fields are executed beside each other. */
export function executeSelection(
  run: Run,
  { fields }: PlannedSelection,
  source: unknown,
  path: Path | undefined,
): MaybePromise<string> {
  const parts = new TextParts('{');
  try {
    for (const field of fields) {
      parts.pieces.push(field.label);
      if (!field.write(run, source, parts.pieces)) parts.add(field.execute(run, source, path));
    }
  } catch (error) {
    if (!parts.waits) throw error;
    // As graphql-js: the object fails once the fields before this one are done, whatever became of them.
    return whole(parts).finally(() => {
      throw error;
    });
  }
  parts.pieces.push('}');
  return parts.waits ? whole(parts) : parts.text();
}

/** The text is put together in a step of its own, since graphql-js makes its object in such a step. */
function whole(parts: TextParts): Promise<string> {
  return allOf(parts.parts, () => parts).then((settled) => settled.text());
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
