import { type Settings, settingNames } from '../config.ts';
import type { TrialUser } from '../server/pages/page-config.ts';
import type { Paths } from '../server/paths.ts';

export interface BannerFacts {
  settings: Settings;
  /** Where the gateway listens. */
  url: string;
  paths: Paths;
  metricsUrl: string;
  upstream: URL;
  /** Undefined: Coder did not answer. */
  upstreamVersion: string | undefined;
  demoUsers: readonly TrialUser[] | undefined;
}

/** What a person needs to know after the start. */
export function banner({
  settings,
  url,
  paths,
  metricsUrl,
  upstream,
  upstreamVersion,
  demoUsers,
}: BannerFacts): string {
  const rows: [string, string][] = [
    ...(settings.graphiql ? ([['GraphiQL', `${url}${paths.graphql}`]] as [string, string][]) : []),
    ...(settings.appDir === undefined ? [] : ([['App', `${url}${paths.app}`]] as [string, string][])),
    ['HTTP', `${url}${paths.graphql}`],
    ['WebSocket', `${url.replace(/^http/, 'ws')}${paths.graphql}`],
    ['Health', `${url}${paths.health[0]}, ${url}${paths.readiness[0]}`],
    ['Metrics', metricsUrl],
    [
      'Coder',
      demoUsers
        ? `embedded, ${upstreamVersion ?? 'does not answer'}`
        : `${upstream}, ${upstreamVersion ?? 'does not answer yet'}`,
    ],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`);
  if (demoUsers) {
    lines.push(
      '',
      '  Requests without a token act as the owner. To act as someone else, send a header Coder-Session-Token:',
    );
    lines.push(...demoUsers.map(({ username, role, token }) => `  ${username.padEnd(10)} ${role.padEnd(15)} ${token}`));
  } else if (settings.sessionToken !== undefined) {
    lines.push('', `  ${settingNames.sessionToken} is set: everyone who can reach this gateway acts as its user.`);
  }
  return `\n${lines.join('\n')}\n`;
}
