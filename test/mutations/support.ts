import { expect } from 'vitest';
import type { TestCoder } from '../../src/embedded/testing/test-coder.ts';
import {
  type Answer,
  type QueryOptions,
  startGateway,
  type TestGateway,
  type TestOptions,
  type Wire,
} from '../support.ts';

/** What a refusal shows, whatever its type. */
const ERROR = `
  ... on Error { message detail requestId }
  ... on ValidationError { fields { field detail } }
  ... on PreconditionFailedError { build { id job { status } } }
`;

/** The three mutations; `success` is what to select of the success. */
export const documents = {
  createBuild: (success = 'buildId') => `mutation ($input: CreateBuildInput!) {
    result: createBuild(input: $input) { __typename ... on CreateBuildSuccess { ${success} } ... on Error { message detail requestId } ... on ValidationError { fields { field detail } } }
  }`,
  cancelBuild: (success = 'message buildId') => `mutation ($input: CancelBuildInput!) {
    result: cancelBuild(input: $input) { __typename ... on CancelBuildSuccess { ${success} } ${ERROR} }
  }`,
  updateBuildState: (success = 'buildId') => `mutation ($input: UpdateBuildStateInput!) {
    result: updateBuildState(input: $input) { __typename ... on UpdateBuildStateSuccess { ${success} } ... on Error { message detail requestId } ... on ValidationError { fields { field detail } } }
  }`,
};

export interface Mutations extends TestGateway {
  /** Runs one of the mutations. */
  mutate(
    name: keyof typeof documents,
    input: Record<string, unknown>,
    options?: QueryOptions & { success?: string },
  ): Promise<Answer<{ result: Wire } | null>>;
  /** Writes that have reached Coder since the last call of `calls()`. */
  writes(): string[];
}

/** The gateway over an embedded Coder whose builds move only by hand. */
export async function startMutations(options: TestOptions = {}): Promise<Mutations> {
  const gateway = await startGateway({ ...options, embedded: { speed: 1e-6, ...options.embedded } });
  return {
    ...gateway,
    mutate: (name, input, { success, ...rest } = {}) => gateway.query(documents[name](success), { input }, rest),
    writes: () =>
      gateway.embedded.requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, route }) => `${method} ${route.replace('/api/v2', '')}`),
  };
}

/** A refusal as the embedded Coder's table of a row says it. */
export interface Refused {
  row: string;
  type: string;
  message: string;
  detail?: string | null;
  fields?: { field: string; detail: string }[];
}

/** Checks a typed refusal, and that its request id is the one that Coder sent with it. */
export function expectRefusal(answer: Answer<{ result: Wire } | null>, refused: Refused, embedded: TestCoder): void {
  expect(answer.errors).toBeUndefined();
  const { __typename, message, detail, fields, requestId } = answer.data?.result ?? {};
  expect({ type: __typename, message }).toEqual({ type: refused.type, message: refused.message });
  if (refused.detail !== undefined) expect(detail).toBe(refused.detail);
  if (refused.type === 'ValidationError') expect(fields).toEqual(refused.fields ?? []);
  const write = embedded.requests.find(({ method }) => method !== 'GET');
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestId).toBe(write?.requestId);
}

/** Checks the error for an answer of 500: nothing of its body. */
export function expectUnavailable(answer: Answer<Wire>, embedded: TestCoder): void {
  const write = embedded.requests.find(({ method }) => method !== 'GET');
  expect(answer.data).toEqual({ result: null });
  expect(answer.errors).toEqual([
    {
      message: 'Coder answered with status 500.',
      path: ['result'],
      locations: expect.anything(),
      extensions: { code: 'UPSTREAM_UNAVAILABLE', upstream: { status: 500, requestId: write?.requestId } },
    },
  ]);
}

/** The global id of a build or a workspace. */
export function globalId(type: 'Build' | 'Workspace', id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}
