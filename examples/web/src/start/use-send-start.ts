import { useState } from 'react';
import { useMutation } from 'urql';
import { CreateBuild } from '../actions/documents.ts';
import { useGoToBuild } from '../actions/use-go-to-build.ts';
import { type Failure, mutationFailureOf } from '../api/failure.ts';
import { placed, type Refusal } from './refusals.ts';
import type { StartFormModel } from './use-start-form.ts';

/** What is said at the form itself, beside what is said at its fields. */
export interface FormProblem {
  refusal?: Refusal['form'];
  failure?: Failure;
}

/** Sends the form, and goes to the page of the new build; what Coder refuses is put at the fields and at the form. */
export function useSendStart(workspaceId: string, form: StartFormModel) {
  const goToBuild = useGoToBuild();
  const [{ fetching }, createBuild] = useMutation(CreateBuild);
  const [problem, setProblem] = useState<FormProblem>({});

  /** Resolves to whether anything is to be put right. */
  const send = async (templateVersionId: string): Promise<boolean> => {
    setProblem({});
    const names = new Set(form.fields.map(({ definition }) => definition.name));
    form.dispatch({ type: 'judgeAll', names });
    if (form.problems.size > 0) return true;
    const { data, error } = await createBuild({
      input: { workspaceId, transition: 'START', reason: 'DASHBOARD', templateVersionId, ...form.submission() },
    });
    const result = data?.createBuild;
    if (result?.__typename === 'CreateBuildSuccess') {
      goToBuild(result);
      return false;
    }
    if (result) {
      const refusal = placed(result, names);
      form.dispatch({ type: 'refuse', reasons: refusal.fields, values: form.values });
      setProblem({ refusal: refusal.form });
    } else {
      const failure = mutationFailureOf(error);
      if (failure) setProblem({ failure });
    }
    return true;
  };

  return { busy: fetching, problem, send };
}
