import type { UpstreamFacts } from '../../errors.ts';
import {
  type Check,
  type Fields,
  isInvalid,
  ListCheck,
  type NamedField,
  ObjectCheck,
  type RestList,
  type RestObject,
  type ValueOf,
} from './check.ts';
import { InvalidValueError } from './invalid-value.ts';

/**
 * Checks a whole answer where it enters, in place. Types whose fields have mappings do not need it; it goes with the
 * last one that has none.
 */

/** An answer after the walk: every "unset" is null, and lists are without their unusable items. */
export type Walked<A> =
  A extends RestObject<infer F>
    ? WalkedFields<F>
    : A extends RestList<infer Item>
      ? Walked<Item>[]
      : A extends Readonly<Record<string, infer Value extends RestObject>>
        ? Record<string, Walked<Value>>
        : A;
type WalkedFields<F extends Fields> = {
  [Key in keyof F as null extends ValueOf<F[Key]> ? never : Key]: Walked<ValueOf<F[Key]>>;
} & { [Key in keyof F as null extends ValueOf<F[Key]> ? Key : never]?: Walked<ValueOf<F[Key]>> | null | undefined };

/** The answer that is being checked. Validation is synchronous, so module state is safe. */
let answer: UpstreamFacts | undefined;

let wrongValues = 0;

/** The value of a whole answer, after the check; its errors say which answer it was. `sound`: there are none in it. */
export function checkAnswer(check: Check, value: unknown, facts: UpstreamFacts): { value: unknown; sound: boolean } {
  answer = facts;
  wrongValues = 0;
  try {
    const checked = walk(check, value, 'the answer');
    return { value: checked, sound: wrongValues === 0 };
  } finally {
    answer = undefined;
  }
}

const wrong = new WeakMap<object, string[]>();
/** An item that is missing from a list: where Coder had it, and why it is missing. */
interface Missing {
  place: number;
  problem: InvalidValueError;
}
const dropped = new WeakMap<object, Missing[]>();
const none: readonly never[] = [];

/** REST paths (`job.queue_position`) of the required fields of this object that carry an error. */
export function invalidFields(object: object): readonly string[] {
  return wrong.get(object) ?? none;
}

/** Why items of this list are missing. */
export function omittedItems(list: object): readonly InvalidValueError[] {
  return dropped.get(list)?.map(({ problem }) => problem) ?? none;
}

/** The item with this id. Throws when there is none but an item of the list is missing, since it may be that one. */
export function findById<Item extends { id: unknown }>(list: readonly Item[], id: unknown): Item | undefined {
  const found = unwrap(list).find((item) => item.id === id);
  const [problem] = omittedItems(list);
  if (found === undefined && problem) throw problem;
  return found;
}

/** Whether a checked value has no wrong value in it, and no list in it lacks an item. */
export function isSound(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return !(value instanceof Error) && !dropped.has(value) && Object.values(value).every(isSound);
}

/** Copies omission records to a derived list. */
export function copyOmissions<List extends object>(from: object, to: List): List {
  const missing = dropped.get(from);
  if (missing) dropped.set(to, [...(dropped.get(to) ?? []), ...missing]);
  return to;
}

/** The items that Coder had at the places `from` to `to` (exclusive), and what is left out among them. */
export function sliceKeepingOmissions<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const missing = dropped.get(list);
  if (!missing) return list.slice(from, to);
  const places = new Set(missing.map(({ place }) => place));
  const kept: Item[] = [];
  let place = 0;
  for (const item of list) {
    while (places.has(place)) place++;
    if (place >= from && place < to) kept.push(item);
    place++;
  }
  const within = missing.filter((each) => each.place >= from && each.place < to);
  if (within.length > 0)
    dropped.set(
      kept,
      within.map((each) => ({ ...each, place: each.place - from })),
    );
  return kept;
}

/** Returns the value; throws if it is an error placeholder. */
export function unwrap<T>(value: T): T {
  if (value instanceof Error) throw value;
  return value;
}

/** Checks a value with all that is in it. */
export function walk(check: Check, value: unknown, name: string): unknown {
  const after = check.accept(value, name);
  if (isInvalid(after)) {
    wrongValues++;
    if (answer) after.extensions.upstream ??= answer;
    return after;
  }
  if (after === null) return after;
  if (check instanceof ObjectCheck) return walkObject(check, after as Record<string, unknown>);
  return check instanceof ListCheck ? walkList(check, after as unknown[], name) : after;
}

function walkObject(check: ObjectCheck<Fields>, value: Record<string, unknown>): unknown {
  const problems: string[] = [];
  for (const { name, need, check: inner } of Object.values<NamedField>(check.fields)) {
    const before = value[name];
    if (need === 'optional' && (before === undefined || before === null)) continue;
    let after = walk(inner, before, name);
    if (after === null && need !== 'optional') {
      wrongValues++;
      after = new InvalidValueError(name, 'a value', answer);
    }
    if (after !== before) value[name] = after;
    if (need === 'optional') continue;
    if (after instanceof InvalidValueError) {
      if (need === 'key') return after;
      problems.push(name);
    } else if (typeof after === 'object' && after !== null) {
      for (const each of invalidFields(after)) problems.push(`${name}.${each}`);
    }
  }
  if (problems.length > 0) wrong.set(value, problems);
  return value;
}

function walkList(check: ListCheck<unknown, unknown>, value: unknown[], name: string): unknown {
  const bad: Missing[] = [];
  const list = value.length === 0 ? [] : value;
  list.forEach((before, index) => {
    const after = walk(check.item, before, name);
    if (after instanceof InvalidValueError) bad.push({ place: index, problem: after });
    if (after !== before) list[index] = after;
  });
  if (bad.length === 0) return list;
  const kept = list.filter((entry) => !(entry instanceof InvalidValueError));
  dropped.set(kept, bad);
  return kept;
}
