/**
 * What each field of the graph shows of Coder's JSON, said once more and independently of the schema: the walker
 * selects what stands here, and the comparison holds the answer against the JSON by these rules. A field of the
 * schema that has no rule fails a test.
 */

/** An object of Coder's JSON. */
export type Rest = Readonly<Record<string, unknown>>;

/** What a rule may need besides the object itself. */
export interface RuleContext {
  /** Base of links, without a slash at its end. */
  dashboardUrl: string;
  /** Pattern of the hosts of subdomain apps; empty when there is none. */
  appHost: string;
}

export interface Rule {
  /** REST keys that the field reads. */
  keys: readonly string[];
  /** The value that the field should have; for `object` and `list` rules what lies behind it. */
  expected: (rest: Rest, context: RuleContext) => unknown;
  /** The GraphQL type behind the field, for objects. */
  type?: string;
  /** Fields of that type that are compared here; default: all that its rules have. */
  only?: readonly string[];
  /** Arguments, as they stand in a document. */
  args?: string;
  /** How values are compared; default: equal. `present`: not null where something is expected. `number`: within 1. `moving`: times, or seconds, within a minute. */
  kind?: 'enum' | 'number' | 'present' | 'moving';
  /** Selected only where it was read on purpose, since it costs a REST call. */
  detail?: true;
}

export type TypeRules = Readonly<Record<string, Rule>>;

const ZERO_UUID = '00000000-0000-0000-0000-000000000000';

/** A time before year 2, in any zone's spelling, is how Go says "never". */
export function isUnset(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || value === ZERO_UUID || /^000[01]-/.test(String(value))
  );
}

/** The value of a key as it is; null when it is absent. */
export const same = (key: string): Rule => ({ keys: [key], expected: (rest) => rest[key] ?? null });

/** The value of a key; null for every way in which Coder says "unset". */
export const unset = (key: string): Rule => ({
  keys: [key],
  expected: (rest) => (isUnset(rest[key]) ? null : rest[key]),
});

/** A time that moves with every heartbeat. */
export const moving = (key: string): Rule => ({ ...unset(key), kind: 'moving' });

export const enumeration = (key: string): Rule => ({ ...unset(key), kind: 'enum' });

/** A list of enum values, or of plain ones; absent is empty. */
export const values = (key: string, kind?: 'enum'): Rule => ({
  keys: [key],
  expected: (rest) => rest[key] ?? [],
  ...(kind && { kind }),
});

export const text = (key: string): Rule => ({ keys: [key], expected: (rest) => String(rest[key]) });

/** A global id: checked by `node(id:)`, here only for being there. */
export const globalId: Rule = { keys: [], expected: () => true, kind: 'present' };

export const object = (key: string, type: string, more: Partial<Rule> = {}): Rule => ({
  keys: [key],
  expected: (rest) => rest[key] ?? null,
  type,
  ...more,
});

export const list = (key: string, type: string, more: Partial<Rule> = {}): Rule => ({
  keys: [key],
  expected: (rest) => rest[key] ?? [],
  type,
  ...more,
});

/** An object that Coder spreads over keys of the one around it. */
export const spread = (type: string, from: Readonly<Record<string, string>>, more: Partial<Rule> = {}): Rule => ({
  keys: Object.values(from),
  expected: (rest) => Object.fromEntries(Object.entries(from).map(([key, source]) => [key, rest[source]])),
  type,
  ...more,
});

/** A map of Coder's as a list of objects. */
export const entries = (key: string, type: string, change: (name: string, value: unknown) => Rest): Rule => ({
  keys: [key],
  expected: (rest) => Object.entries((rest[key] as Rest | null) ?? {}).map(([name, value]) => change(name, value)),
  type,
});

/** A value that the rule computes. */
export const computed = (
  keys: readonly string[],
  expected: (rest: Rest, context: RuleContext) => unknown,
  more: Partial<Rule> = {},
): Rule => ({ keys, expected, ...more });

export const strings = (rest: Rest, key: string): string => String(rest[key] ?? '');
