const commands = ['help', 'version', 'print-schema', 'check'] as const;

export interface Arguments {
  command: 'serve' | (typeof commands)[number];
  /** Settings by flag without dashes; `true`: the flag stood without a value. */
  flags: Map<string, string | true>;
  problems: string[];
}

/** Reads `--flag value`, `--flag=value` and `--flag`. What flags there are, the settings know. */
export function parseArguments(args: readonly string[]): Arguments {
  const parsed: Arguments = { command: 'serve', flags: new Map(), problems: [] };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name = '', , inline] = /^--([a-z][a-z0-9-]*)(=(.*))?$/s.exec(arg) ?? [];
    const command = commands.find((each) => each === name);
    if (command !== undefined && inline === undefined) parsed.command = command;
    else if (name === '')
      parsed.problems.push(`${arg}: got an argument that is no flag, expected --name or --name=value`);
    else if (inline !== undefined) parsed.flags.set(name, inline);
    else parsed.flags.set(name, rest[0] === undefined || rest[0].startsWith('--') ? true : (rest.shift() ?? true));
  }
  return parsed;
}
