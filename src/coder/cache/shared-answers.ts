/** What cannot change of a build. */
export type FinalKind = 'parameters' | 'logs' | 'timings';

/**
 * What any replica has kept of builds. Nobody gets it whom Coder has not shown the build with the token of the same
 * request. It is JSON that nobody has checked.
 */
export interface SharedAnswers {
  /** Resolves to undefined where there is nothing, and never rejects. Undefined at once: nobody can be asked now. */
  find(kind: FinalKind, build: string): Promise<unknown> | undefined;
  keep(kind: FinalKind, build: string, value: object): void;
}
