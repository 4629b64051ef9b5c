import { pino } from 'pino';
import { parseArguments } from '../cli/arguments.ts';
import { readEnvironment } from '../cli/environment.ts';
import { start } from '../cli/start.ts';
import { readSettings, settingNames } from '../config.ts';
import { conformance } from './conformance.ts';
import { conforms, reportText } from './report.ts';

const USAGE = `npm run conformance -- --coder-url URL --coder-session-token TOKEN [--writes WORKSPACE]

Starts the gateway in front of that Coder, reads all that the token can see through the gateway and past it, and
compares value by value. Exits 0 when nothing differs. It only reads, unless --writes names a workspace of the token's
user: in it a build is created, canceled and followed. Takes the gateway's own settings as well.
`;

const { command, flags, problems } = parseArguments(process.argv.slice(2));
const writesTo = flags.get('writes');
flags.delete('writes');
const { settings, problems: wrong = [] } = readSettings({ env: readEnvironment(), flags });
if (writesTo === true) wrong.push('--writes: got nothing, expected the name of a workspace');

if (command === 'help') {
  process.stdout.write(USAGE);
} else if (settings === undefined || problems.length + wrong.length > 0) {
  for (const problem of [...problems, ...wrong]) process.stderr.write(`conformance: ${problem}\n`);
  process.exitCode = 1;
} else if (settings.coderUrl !== undefined && settings.sessionToken === undefined) {
  process.stderr.write(
    `conformance: ${settingNames.sessionToken} is missing, expected a token of the deployment at ${settingNames.coderUrl}\n`,
  );
  process.exitCode = 1;
} else {
  const running = await start({
    settings: { ...settings, host: '127.0.0.1', port: 0, metricsPort: undefined },
    log: pino({ level: 'silent' }),
  });
  const owner = running.demoUsers?.find(({ role }) => role === 'owner');
  try {
    const info = await running.coder.buildInfo();
    process.stdout.write(`Coder ${info.version} at ${running.coder.url.href}\n`);
    const report = await conformance({
      url: `${running.gateway.url}/graphql`,
      coder: running.coder,
      token: settings.sessionToken ?? owner?.token ?? '',
      writesTo: writesTo === true ? undefined : writesTo,
    });
    process.stdout.write(reportText(report));
    process.exitCode = conforms(report) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`conformance: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await running.close();
  }
}
