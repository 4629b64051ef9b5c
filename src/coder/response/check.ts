import { GatewayError, type UpstreamFacts } from '../../errors.ts';
import type { LogId, Time, Uuid } from '../rest/scalars.ts';
import { parseUuid, ZERO_UUID } from '../uuid.ts';

/**
 * Checks what Coder sends, where it enters, and normalizes "unset" in the same pass: a zero time or zero UUID,
 * a `null` list or map become what the resolvers expect. It works in place and writes only where something
 * differs, so a right answer costs one walk and no copy.
 *
 * A wrong value does not fail the answer. It is replaced by an error, which GraphQL raises if and only if the
 * field is selected:
 * - a wrong *optional* field costs that field;
 * - a wrong *required* field is remembered (`invalidFields`), since in a list of non-null items it would take
 *   the whole list along: the list leaves the item out when the field is selected;
 * - a wrong *key* field (an id, say) makes the object unusable: it is replaced by the error as a whole, and
 *   left out of a list (`omittedItems`).
 */
export type Check<OnWire = unknown, AfterCheck = OnWire> = ((value: unknown, name: string) => unknown) & {
  /** These two only carry the types; no check has such properties. */
  readonly onWire?: OnWire;
  readonly afterCheck?: AfterCheck;
};

/** What Coder sends, said by its check: with `?` for a key that may be absent, `| null` for one that may be null. */
export type Wire<C extends Check> = C extends Check<infer OnWire, unknown> ? OnWire : never;
/** What the check makes of it: every "unset" is `null` or `undefined`, lists and maps are always there. */
export type Checked<C extends Check> = C extends Check<unknown, infer AfterCheck> ? AfterCheck : never;

/** The answer that is being checked. Validation is synchronous, so module state is safe. */
let answer: UpstreamFacts | undefined;
let wrongValues = 0;

export class InvalidValueError extends GatewayError {
  constructor(name: string, expected: string) {
    super('UPSTREAM_BAD_RESPONSE', `Coder sent a wrong value for "${name}": expected ${expected}.`, {
      upstream: answer,
    });
    this.name = 'InvalidValueError';
    wrongValues++;
  }
}

/** A key of an object. `undefined` in its types: the key may be absent. */
interface Field<OnWire = unknown, AfterCheck = OnWire> {
  need: 'key' | 'required' | 'optional';
  check: Check<OnWire, AfterCheck>;
}
type Fields = Record<string, Field>;

type Unset = null | undefined;
type WireFields<F extends Fields> = { [Key in keyof F]: F[Key] extends Field<infer OnWire, unknown> ? OnWire : never };
type CheckedFields<F extends Fields> = {
  [Key in keyof F]: F[Key] extends Field<unknown, infer AfterCheck> ? AfterCheck : never;
};
type Always<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] };
type Sometimes<T> = { [Key in keyof T as undefined extends T[Key] ? Key : never]?: T[Key] };
type Flat<T> = { [Key in keyof T]: T[Key] };
type WireObject<T> = Flat<Always<T> & { [Key in keyof Sometimes<T>]?: Exclude<T[Key], undefined> }>;
type CheckedObject<T> = Flat<Always<T> & Sometimes<T>>;

/** The value of a whole answer, after the check; its errors say which answer it was. `sound`: there are none in it. */
export function checkAnswer(check: Check, value: unknown, facts: UpstreamFacts): { value: unknown; sound: boolean } {
  answer = facts;
  wrongValues = 0;
  try {
    const checked = check(value, 'the answer');
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

export function key<W, A>(check: Check<W, A>): Field<W, A> {
  return { need: 'key', check };
}
export function required<W, A>(check: Check<W, A>): Field<W, A> {
  return { need: 'required', check };
}
/** A required list or map whose key Coder leaves out, or sets to `null`, when it is empty. */
export function omittable<W, A>(check: Check<W, A>): Field<W | Unset, A> {
  return { need: 'required', check };
}

function allowUnset<W, A>(check: Check): Check<W, A> {
  return (value, name) => (value === undefined || value === null ? value : check(value, name));
}
// The next three accept the same: absent, `null`, or what `check` says. They differ in what Coder is known to send.
/** Coder leaves the key out when it is unset. */
export function optional<W, A>(check: Check<W, A>): Field<W | undefined, A | Unset> {
  return { need: 'optional', check: allowUnset(check) };
}
/** Coder always sends the key, as `null` when it is unset. */
export function nullable<W, A>(check: Check<W, A>): Field<W | null, A | Unset> {
  return { need: 'optional', check: allowUnset(check) };
}
/** Coder always sends a value, if only a zero one, but the gateway can do without. */
export function lenient<W, A>(check: Check<W, A>): Field<W, A | Unset> {
  return { need: 'optional', check: allowUnset(check) };
}

function leaf<T>(expected: string, fits: (value: unknown) => boolean): Check<T> {
  return (value, name) => (fits(value) ? value : new InvalidValueError(name, expected));
}

export const text = leaf<string>('a string', (value) => typeof value === 'string');
export const flag = leaf<boolean>('a boolean', (value) => typeof value === 'boolean');
export const float = leaf<number>('a number', (value) => typeof value === 'number');
export const int32 = leaf<number>('a 32-bit integer', (value) => typeof value === 'number' && (value | 0) === value);
export const integer = leaf<number>('an integer', Number.isSafeInteger);
export const logId = leaf<LogId>('an integer', (value) => typeof value === 'bigint' || Number.isSafeInteger(value));

/** An unset text is `""` where Coder does not omit the key. */
export const textOrUnset: Check<string> = (value, name) => (value === '' ? null : text(value, name));

const ZONE = /\d(?:Z|[+-]\d\d:\d\d)$/;

export const time: Check<Time> = (value, name) => {
  if (typeof value !== 'string' || value.charCodeAt(10) !== 84 || !ZONE.test(value) || Number.isNaN(Date.parse(value)))
    return new InvalidValueError(name, 'an RFC 3339 time');
  // Go's zero time, which a time zone of Coder's database spells with that zone's oldest offset.
  return value < '0002' ? null : value;
};

export const uuid: Check<Uuid> = (value, name) => {
  const id = typeof value === 'string' ? parseUuid(value) : undefined;
  return id === undefined ? new InvalidValueError(name, 'a UUID') : id === ZERO_UUID ? null : id;
};

/** `parent_id` is a UUID or null, but the published documentation shows an object with `uuid` and `valid`. */
export const uuidOrNullUuid: Check<Uuid> = (value, name) => {
  if (!isRecord(value)) return uuid(value, name);
  return value.valid === true ? uuid(value.uuid, name) : null;
};

export function object<F extends Fields>(fields: F): Check<WireObject<WireFields<F>>, CheckedObject<CheckedFields<F>>> {
  const entries = Object.entries(fields);
  return (value, ownName) => {
    if (!isRecord(value)) return new InvalidValueError(ownName, 'an object');
    const problems: string[] = [];
    for (const [name, { need, check }] of entries) {
      const before = value[name];
      let after = check(before, name);
      if (after === null && need !== 'optional') after = new InvalidValueError(name, 'a value');
      if (after !== before) value[name] = after;
      if (need === 'optional') continue;
      if (after instanceof InvalidValueError) {
        if (need === 'key') return after;
        problems.push(name);
      } else if (typeof after === 'object' && after !== null) {
        for (const inner of invalidFields(after)) problems.push(`${name}.${inner}`);
      }
    }
    if (problems.length > 0) wrong.set(value, problems);
    return value;
  };
}

/** A list; absent and `null` are empty. Unusable items are left out and remembered. */
export function list<W, A>(item: Check<W, A>): Check<W[], A[]> {
  return (value, name) => {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return new InvalidValueError(name, 'a list');
    const bad: Missing[] = [];
    for (let index = 0; index < value.length; index++) {
      const before = value[index];
      const after = item(before, name);
      if (after instanceof InvalidValueError) bad.push({ place: index, problem: after });
      if (after !== before) value[index] = after;
    }
    if (bad.length === 0) return value;
    const kept = value.filter((entry) => !(entry instanceof InvalidValueError));
    dropped.set(kept, bad);
    return kept;
  };
}

/** An object used as a map; absent and `null` are empty. A wrong value costs the map. */
export function map<W, A>(item: Check<W, A>): Check<Record<string, W>, Record<string, A>> {
  return (value, name) => {
    if (value === undefined || value === null) return {};
    if (!isRecord(value)) return new InvalidValueError(name, 'an object');
    for (const entry of Object.values(value)) {
      const after = item(entry, name);
      if (after instanceof InvalidValueError) return after;
    }
    return value;
  };
}

/** What no check reads: text, bytes, an empty body. */
export function unchecked<T>(): Check<T> {
  return (value) => value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
