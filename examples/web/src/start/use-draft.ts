import { type Dispatch, useEffect, useReducer } from 'react';
import { type FormAction, type FormState, reduceForm, UNTOUCHED } from './form-state.ts';

/** What a person has done to the form of a workspace, and how they do more. */
export interface Draft {
  state: FormState;
  dispatch: Dispatch<FormAction>;
}

/** Of the forms that are open, by the UUID of their workspace. */
const open = new Map<string, FormState>();

/**
 * The draft of a form. It outlives a change of the identity, which renders the page from nothing: whoever signs in again
 * since their token has expired goes on where they were. It goes when the form is left.
 */
export function useDraft(workspaceId: string): Draft {
  // React renders what replaces a component before the cleanup of the replaced one, so the draft is still there.
  const [state, dispatch] = useReducer(reduceForm, open.get(workspaceId) ?? UNTOUCHED);
  useEffect(() => {
    open.set(workspaceId, state);
    return () => void open.delete(workspaceId);
  }, [workspaceId, state]);
  return { state, dispatch };
}
