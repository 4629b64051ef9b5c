/** What `main.ts` loads of the program. */
export { readEnvironment } from './environment.ts';
export { run } from './run.ts';
