import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  /** Keys of the rows to measure; undefined: all. */
  rows: readonly string[] | undefined;
  /** Keys of the servers that take part; undefined: all. */
  servers: readonly string[] | undefined;
  rounds: number;
  seconds: number;
  quick: boolean;
  /** The gateway's program. */
  gateway: string | undefined;
  /** Another build of the gateway, measured beside it. */
  baseline: string | undefined;
  /** Whether the result becomes the one that is committed. */
  save: boolean;
}

const help = `usage: npm run bench -- [options]

  --quick             a row of each kind in few and short rounds: under 2 minutes, and rough
  --rows a,b          only these rows: ROWS
  --servers a,b       only these servers: SERVERS
  --rounds n          rounds of each row (5; quick: 2)
  --seconds n         length of a server's turn in a round (3; quick: 0.4)
  --gateway file      the gateway to measure (dist/main.js)
  --baseline file     another build of the gateway, measured beside it
  --save              write results/last.* and docs/performance.md instead of results/run.*;
                      rows that are not measured stay as they are
  --help              this text

Tailcall needs a newer glibc than some machines have. TAILCALL_GLIBC may name a directory with one.
`;

export class UsageError extends Error {}

/** Reads the command line; a string is the help text that was asked for. */
export function readOptions(
  args: string[],
  known: { rows: readonly string[]; servers: readonly string[] },
): Options | string {
  const values = parse(args);
  if (values.help) return help.replace('ROWS', known.rows.join(', ')).replace('SERVERS', known.servers.join(', '));
  const quick = values.quick ?? false;
  return {
    rows: names('--rows', values.rows, known.rows),
    servers: names('--servers', values.servers, known.servers),
    rounds: number('--rounds', values.rounds) ?? (quick ? 2 : 5),
    seconds: number('--seconds', values.seconds) ?? (quick ? 0.4 : 3),
    quick,
    gateway: file(values.gateway),
    baseline: file(values.baseline),
    save: values.save ?? false,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      options: {
        quick: flag,
        rows: text,
        servers: text,
        rounds: text,
        seconds: text,
        gateway: text,
        baseline: text,
        save: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function names(option: string, given: string | undefined, known: readonly string[]): readonly string[] | undefined {
  const chosen = given?.split(',').map((name) => name.trim());
  const unknown = chosen?.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`${option}: "${unknown}" is none of ${known.join(', ')}`);
  return chosen;
}

function number(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!(value > 0)) throw new UsageError(`${option}: "${given}" is no number above 0`);
  return value;
}

/** Relative to where the user called npm, not to this package. */
function file(given: string | undefined): string | undefined {
  return given === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), given);
}
