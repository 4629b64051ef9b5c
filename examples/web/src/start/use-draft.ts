import { type Dispatch, useReducer } from 'react';
import { type FormAction, type FormState, reduceForm, UNTOUCHED } from './form-state.ts';

/** What a person has done to the form of a workspace, and how they do more. */
export interface Draft {
  state: FormState;
  dispatch: Dispatch<FormAction>;
}

/** The draft of a form, held above what is there only while the workspace could be read. */
export function useDraft(): Draft {
  const [state, dispatch] = useReducer(reduceForm, UNTOUCHED);
  return { state, dispatch };
}
