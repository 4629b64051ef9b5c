import { builder } from './builder.ts';

export const KeyValueRef = builder.objectRef<{ key: string; value: string }>('KeyValue').implement({
  description: 'An entry of a map.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Unique in its list.' }),
    value: t.exposeString('value', { description: 'May be empty.' }),
  }),
});

/** A map as a list, in the order in which Coder sends it: sorted by key. */
export function keyValues(map: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(map).map(([key, value]) => ({ key, value }));
}
