import { expect } from 'vitest';
import type { TestGateway } from '../support.ts';

/** A refusal that names the argument, what is expected and what came, before any call. */
export async function refused({ query, calls }: TestGateway, document: string, argument: string, message: string) {
  const { data, errors } = await query(document);
  expect(errors, document).toHaveLength(1);
  expect(errors?.[0], document).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT', argument } });
  expect(data, document).toEqual({ [Object.keys(data)[0] as string]: null });
  expect(calls(), document).toEqual([]);
}
