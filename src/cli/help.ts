import { settingsHelp } from '../config.ts';

export function helpText(): string {
  return `Usage: coder-graphql [flags]

A GraphQL gateway over Coder's REST API of workspace builds. Without --coder-url it serves the embedded Coder:
demo data, no account and no network needed.

  --help          this text
  --version       the version
  --print-schema  the schema as SDL
  --check         reach Coder, compare its answers with what this version knows; exits 0 or 1

Settings, each a flag and an environment variable (a file .env is read when present):

${settingsHelp()}
`;
}
