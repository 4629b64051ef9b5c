import type { ObjectRef } from '@pothos/core';
import { DEFAULT_PAGE } from '../../resolvers/arguments.ts';
import { builder } from './builder.ts';

/** The connection of a type: `edges`, `nodes` and `pageInfo`, none of them ever null. */
export function connection<Shape>(
  type: ObjectRef<typeof builder.$inferSchemaTypes, Shape>,
  name: string,
  description: string,
) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, description },
    { name: `${name}Edge`, description: `An item of a ${name}Connection and its cursor.` },
  );
}

/** What a page of a connection costs: its items, each with its selection. */
export function pageComplexity({
  first,
  last,
}: {
  first?: number | null | undefined;
  last?: number | null | undefined;
}) {
  return { field: 1, multiplier: first ?? last ?? DEFAULT_PAGE };
}
