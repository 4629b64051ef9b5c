/** What a person reads when modules of the program cannot be loaded. */
export function loadFailure(error: unknown): string {
  const [message] = String(error instanceof Error ? error.message : error).split('\n');
  // With too few descriptors a module that is there may count as missing.
  return `coder-graphql: a part of the program cannot be loaded (${message}); if it is there, raise the limit of open files (ulimit -n)\n`;
}
