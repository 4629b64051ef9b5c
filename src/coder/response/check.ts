import type { LogId, Time, Uuid } from '../rest/scalars.ts';
import { parseUuid, ZERO_UUID } from '../uuid.ts';
import { InvalidValueError } from './invalid-value.ts';
import { isTime } from './rfc3339.ts';

/**
 * What Coder sends, said as data: `object({ id: required(uuid), … })`. Nothing is checked where an answer enters. A
 * check is applied to one value, by whoever reads it, and is pure: it gives the value in its normalized form, in which
 * every "unset" (a zero time, a zero UUID, sometimes an empty text) is null, or an `InvalidValueError`.
 */
export interface Check<OnWire = unknown, AfterCheck = OnWire> {
  /** Looks at this value alone: of an object or a list only whether it is one. */
  accept(value: unknown, name: string): unknown;
  /** These two only carry the types; no check has such properties. */
  readonly onWire?: OnWire;
  readonly afterCheck?: AfterCheck;
}

/** What Coder sends, said by its check: with `?` for a key that may be absent, `| null` for one that may be null. */
export type Wire<C extends Check> = C extends Check<infer OnWire, unknown> ? OnWire : never;
/** What reading gives: values in their normalized form, objects and lists as `RestObject`s and lists of them. */
export type Checked<C extends Check> = C extends Check<unknown, infer AfterCheck> ? AfterCheck : never;

/** A key of an object and what it holds. */
export interface Field<OnWire = unknown, AfterCheck = OnWire> {
  /** Whether the key must have a value; that of an optional one may be absent or null. */
  readonly need: 'required' | 'optional';
  readonly check: Check<OnWire, AfterCheck>;
}
/** A field as its object knows it. */
export interface NamedField<AfterCheck = unknown> extends Field<unknown, AfterCheck> {
  readonly name: string;
}
export type Fields = Readonly<Record<string, Field>>;

declare const FIELDS: unique symbol;
declare const ITEM: unique symbol;
/**
 * An object of Coder's JSON, exactly as it was parsed and checked by nobody yet. Only a check opens it. It may be
 * shared between requests, so it is never written to.
 */
export interface RestObject<F extends Fields = Fields> {
  readonly [FIELDS]: F;
}
/** A list of Coder's JSON, exactly as it was parsed; `takeItem` opens it. */
export interface RestList<A = unknown> {
  readonly [ITEM]: A;
}

type Unset = null | undefined;
type WireFields<F extends Fields> = { [Key in keyof F]: F[Key] extends Field<infer OnWire, unknown> ? OnWire : never };
type Always<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] };
type Sometimes<T> = { [Key in keyof T as undefined extends T[Key] ? Key : never]?: T[Key] };
type Flat<T> = { [Key in keyof T]: T[Key] };
type WireObject<T> = Flat<Always<T> & { [Key in keyof Sometimes<T>]?: Exclude<T[Key], undefined> }>;
/** What reading a field gives. */
export type ValueOf<F extends Field> = F extends Field<unknown, infer AfterCheck> ? AfterCheck : never;

/** Coder always sends a value; without one, or with a wrong one, the field fails. */
export function required<W, A>(check: Check<W, A>): Field<W, A> {
  return { need: 'required', check };
}
/** A required list or map whose key Coder leaves out, or sets to `null`, when it is empty. */
export function omittable<W, A>(check: Check<W, A>): Field<W | Unset, A> {
  return { need: 'required', check };
}
// The next three accept the same: absent, `null`, or what `check` says. They differ in what Coder is known to send.
/** Coder leaves the key out when it is unset. */
export function optional<W, A>(check: Check<W, A>): Field<W | undefined, A | null> {
  return { need: 'optional', check };
}
/** Coder always sends the key, as `null` when it is unset. */
export function nullable<W, A>(check: Check<W, A>): Field<W | null, A | null> {
  return { need: 'optional', check };
}
/** Coder always sends a value, if only a zero one, but the gateway can do without. */
export function lenient<W, A>(check: Check<W, A>): Field<W, A | null> {
  return { need: 'optional', check };
}

function leaf<T>(expected: string, fits: (value: unknown) => boolean): Check<T> {
  return { accept: (value, name) => (fits(value) ? value : new InvalidValueError(name, expected)) };
}

export const text = leaf<string>('a string', (value) => typeof value === 'string');
export const flag = leaf<boolean>('a boolean', (value) => typeof value === 'boolean');
export const float = leaf<number>('a number', (value) => typeof value === 'number');
export const int32 = leaf<number>('a 32-bit integer', (value) => typeof value === 'number' && (value | 0) === value);
export const integer = leaf<number>('an integer', Number.isSafeInteger);
export const logId = leaf<LogId>('an integer', (value) => typeof value === 'bigint' || Number.isSafeInteger(value));

/** An unset text is `""` where Coder does not omit the key. */
export const textOrUnset: Check<string> = {
  accept: (value, name) => (value === '' ? null : text.accept(value, name)),
};

export const time: Check<Time> = {
  accept(value, name) {
    if (typeof value !== 'string' || !isTime(value)) return new InvalidValueError(name, 'an RFC 3339 time');
    // Go's zero time, which a time zone of Coder's database spells with that zone's oldest offset.
    return value < '0002' ? null : value;
  },
};

export const uuid: Check<Uuid> = {
  accept(value, name) {
    const id = typeof value === 'string' ? parseUuid(value) : undefined;
    return id === undefined ? new InvalidValueError(name, 'a UUID') : id === ZERO_UUID ? null : id;
  },
};

/** `parent_id` is a UUID or null, but the published documentation shows an object with `uuid` and `valid`. */
export const uuidOrNullUuid: Check<Uuid> = {
  accept(value, name) {
    if (!isRecord(value)) return uuid.accept(value, name);
    return value.valid === true ? uuid.accept(value.uuid, name) : null;
  },
};

/** An object: its keys, and how one of them is read. */
export class ObjectCheck<F extends Fields> implements Check<WireObject<WireFields<F>>, RestObject<F>> {
  readonly fields: { readonly [Key in keyof F]: NamedField<ValueOf<F[Key]>> };
  /** The same as a list. */
  readonly list: readonly NamedField[];
  declare readonly onWire?: WireObject<WireFields<F>>;
  declare readonly afterCheck?: RestObject<F>;

  /** Keys that Coder is known to send and that nothing here reads. */
  readonly unused: ReadonlySet<string>;

  constructor(fields: F, unused: readonly string[] = []) {
    this.unused = new Set(unused);
    const named = Object.entries(fields).map(([name, { need, check }]) => [name, { name, need, check }]);
    this.fields = Object.fromEntries(named);
    this.list = Object.values<NamedField>(this.fields);
  }

  accept(value: unknown, name: string): unknown {
    return isRecord(value) ? value : new InvalidValueError(name, 'an object');
  }

  /** The object itself, such as an item of a list; `undefined` when it is none. */
  peekObject(value: unknown): RestObject<F> | undefined {
    return isRecord(value) ? (value as unknown as RestObject<F>) : undefined;
  }

  /** Whether Coder is known to send this key. */
  knows(key: string): boolean {
    return Object.hasOwn(this.fields, key) || this.unused.has(key);
  }

  /** The value of a key; throws when it is wrong. */
  read<Key extends keyof F>(json: RestObject<F>, key: Key): ValueOf<F[Key]> {
    const value = take(json, this.fields[key]);
    if (isInvalid(value)) throw value;
    return value as ValueOf<F[Key]>;
  }

  /** The value of a key; `undefined` when it is wrong. */
  peek<Key extends keyof F>(json: RestObject<F>, key: Key): ValueOf<F[Key]> | undefined {
    const value = take(json, this.fields[key]);
    return isInvalid(value) ? undefined : (value as ValueOf<F[Key]>);
  }
}

/** @param unused Keys that Coder is known to send and that nothing reads; any other key counts as drift. */
export function object<F extends Fields>(fields: F, unused?: readonly string[]): ObjectCheck<F> {
  return new ObjectCheck(fields, unused);
}

const EMPTY: readonly never[] = Object.freeze([]);

/** A list; absent and `null` are empty. Its items are checked one by one, by whoever takes them. */
export class ListCheck<W, A> implements Check<W[], RestList<A>> {
  readonly item: Check<W, A>;
  /** Which items count at all; the others are passed over in silence. Absent: all. */
  readonly counts: ((item: unknown) => boolean) | undefined;
  /** The order of what has none at Coder. Absent: as it came. */
  readonly order: ((a: unknown, b: unknown) => number) | undefined;
  declare readonly onWire?: W[];
  declare readonly afterCheck?: RestList<A>;

  constructor(item: Check<W, A>, { counts, order }: ListOptions = {}) {
    this.item = item;
    this.counts = counts;
    this.order = order;
  }

  accept(value: unknown, name: string): unknown {
    if (value === undefined || value === null) return EMPTY;
    if (!Array.isArray(value)) return new InvalidValueError(name, 'a list');
    const counted = this.counts ? value.filter(this.counts) : value;
    return this.order && counted.length > 1 ? counted.toSorted(this.order) : counted;
  }
}

export type ListOptions = Partial<Pick<ListCheck<unknown, unknown>, 'counts' | 'order'>>;

export function list<W, A>(item: Check<W, A>, options?: ListOptions): ListCheck<W, A> {
  return new ListCheck(item, options);
}

/** An object used as a map; absent and `null` are empty. A wrong value costs the map. */
export function map<W, A>(item: Check<W, A>): Check<Record<string, W>, Readonly<Record<string, A>>> {
  return {
    accept(value, name) {
      if (value === undefined || value === null) return {};
      if (!isRecord(value)) return new InvalidValueError(name, 'an object');
      for (const entry of Object.values(value)) {
        const wrong = firstInvalid(item, entry, name);
        if (wrong) return wrong;
      }
      return value;
    },
  };
}

/** What no check reads: text, bytes, an empty body. */
export function unchecked<T>(): Check<T> {
  return { accept: (value) => value };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isInvalid(value: unknown): value is InvalidValueError {
  return typeof value === 'object' && value instanceof InvalidValueError;
}

/** The value of a field: normalized, null where it is unset, an error where it is wrong. */
export function take(json: RestObject, { name, need, check }: NamedField): unknown {
  const value = (json as unknown as Record<string, unknown>)[name];
  if (need === 'optional' && (value === undefined || value === null)) return null;
  const after = check.accept(value, name);
  if (typeof after !== 'object') return after;
  if (after === null) return need === 'optional' ? null : invalid(name, 'a value', json);
  if (after instanceof InvalidValueError) after.holder ??= json;
  return after;
}

/** The items of a list as they are. */
export function itemsOf(list: RestList): readonly unknown[] {
  return list as unknown as readonly unknown[];
}

/** A list of some items of others. */
export function listOf<A>(items: readonly unknown[]): RestList<A> {
  return items as unknown as RestList<A>;
}

/** An item of a list, which is never null: normalized, or an error. `name` is that of the list. */
export function takeItem(list: RestList, item: unknown, check: Check, name: string): unknown {
  const after = check.accept(item, name);
  if (typeof after !== 'object') return after;
  if (after === null) return invalid(name, 'a value', list);
  if (after instanceof InvalidValueError) after.holder ??= list;
  return after;
}

function invalid(name: string, expected: string, holder: object): InvalidValueError {
  const error = new InvalidValueError(name, expected);
  error.holder = holder;
  return error;
}

/** The first wrong value of an object or a list, however deep; for what must be right as a whole. */
export function firstInvalid(check: Check, value: unknown, name: string): InvalidValueError | undefined {
  const after = check.accept(value, name);
  if (after === null) return new InvalidValueError(name, 'a value');
  return isInvalid(after) ? after : firstInside(check, after, name);
}

function firstInside(check: Check, accepted: unknown, name: string): InvalidValueError | undefined {
  if (check instanceof ObjectCheck) {
    for (const field of check.list) {
      const value = take(accepted as RestObject, field);
      const wrong = isInvalid(value) ? value : value === null ? undefined : firstInside(field.check, value, field.name);
      if (wrong) return wrong;
    }
  } else if (check instanceof ListCheck) {
    for (const item of accepted as unknown[]) {
      const wrong = firstInvalid(check.item, item, name);
      if (wrong) return wrong;
    }
  }
  return undefined;
}
