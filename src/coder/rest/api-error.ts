/**
 * The error envelope. `failures.ts` reads what it can of it rather than checking it: an error must stay readable
 * when half of it is wrong.
 */
export interface ApiError {
  message: string;
  detail?: string;
  validations?: ApiValidation[];
}

export interface ApiValidation {
  field: string;
  detail: string;
}
