import { type Check, isInvalid, ListCheck, type NamedField, ObjectCheck, type RestObject, take } from './check.ts';

/** Wrong values of an answer: fields by their path, items of lists by what is wrong with them. */
export function invalidParts(check: Check, json: unknown): string[] {
  const found: string[] = [];
  collect(check, check.accept(json, 'the answer'), '', found);
  return found;
}

function collect(check: Check, value: unknown, path: string, found: string[]): void {
  if (isInvalid(value)) found.push(path === '' ? value.message : path);
  else if (value === null) return;
  else if (check instanceof ObjectCheck) {
    for (const field of Object.values<NamedField>(check.fields)) {
      const inner = take(value as RestObject, field);
      collect(field.check, inner, path === '' ? field.name : `${path}.${field.name}`, found);
    }
  } else if (check instanceof ListCheck) {
    for (const item of value as readonly unknown[]) {
      const inner = check.item.accept(item, path);
      if (isInvalid(inner) || inner === null) found.push(`an item of ${path === '' ? 'the answer' : path}`);
      else collect(check.item, inner, path, found);
    }
  }
}
