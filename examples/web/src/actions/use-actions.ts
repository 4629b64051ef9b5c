import { useState } from 'react';
import { useMutation } from 'urql';
import { type Failure, mutationFailureOf } from '../api/failure.ts';
import type { CreateBuildTransition } from '../generated/graphql.ts';
import { CancelBuild, CreateBuild } from './documents.ts';
import { useGoToBuild } from './use-go-to-build.ts';

/** A refusal, in Coder's own words. */
export interface Refused {
  message: string;
  detail: string | null;
  requestId: string | null;
}

/** What came of a mutation that was not done. */
export type Problem = { refused: Refused } | { failure: Failure };

/** Stops or deletes a workspace, and goes to the page of the new build. */
export function useCreateBuild(workspaceId: string) {
  const goToBuild = useGoToBuild();
  const [{ fetching }, createBuild] = useMutation(CreateBuild);
  const [problem, setProblem] = useState<Problem>();
  const run = async (transition: CreateBuildTransition) => {
    setProblem(undefined);
    const { data, error } = await createBuild({ input: { workspaceId, transition, reason: 'DASHBOARD' } });
    const result = data?.createBuild;
    const failure = mutationFailureOf(error);
    if (result?.__typename === 'CreateBuildSuccess') goToBuild(result);
    else if (result) setProblem({ refused: result });
    else if (failure) setProblem({ failure });
    return result?.__typename === 'CreateBuildSuccess';
  };
  return { busy: fetching, problem, run, forget: () => setProblem(undefined) };
}

/** Cancels a build; its page tells the rest. */
export function useCancelBuild(buildId: string) {
  const [{ fetching }, cancelBuild] = useMutation(CancelBuild);
  const [problem, setProblem] = useState<Problem>();
  const run = async () => {
    setProblem(undefined);
    const { data, error } = await cancelBuild({ buildId });
    const result = data?.cancelBuild;
    const failure = mutationFailureOf(error);
    const done = result?.__typename === 'CancelBuildSuccess';
    if (result && !done) setProblem({ refused: result });
    else if (!result && failure) setProblem({ failure });
    return done;
  };
  return { busy: fetching, problem, run, forget: () => setProblem(undefined) };
}
