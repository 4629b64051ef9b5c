import { expect } from 'vitest';
import { type Answer, startGateway, type TestGateway } from '../support.ts';
import type { Path } from './altered.ts';
import { fullBuild, uuid } from './full.ts';

const unlimited = { maxDepth: 50, maxTokens: 50_000, maxComplexity: Number.MAX_SAFE_INTEGER, maxAliases: 1_000 };

/** What a wrong value must never do, whatever it is: hide its cause, or become a defect of the gateway. */
export function expectCoded(errors: Answer<unknown>['errors'], what: string, prefix: Path): void {
  expect(errors ?? [], what).not.toEqual([]);
  for (const error of errors ?? []) {
    expect(error.extensions.code, `${what}: ${error.message}`).toBe('UPSTREAM_BAD_RESPONSE');
    expect(error.path?.slice(0, prefix.length), what).toEqual(prefix);
  }
}

/** Three builds, alike but for their ids and numbers; the one in the middle as given. */
export function threeBuilds(middle: unknown): unknown[] {
  const like = (index: number) => ({ ...structuredClone(fullBuild), id: uuid(200 + index), build_number: 10 - index });
  return [like(0), middle, like(2)];
}

/** A gateway that lets a query select everything at once. */
export function start(): Promise<TestGateway> {
  return startGateway({ settings: unlimited });
}
