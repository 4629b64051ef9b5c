import type { Settings } from '../config.ts';
import { endpoint } from '../server/pipeline.ts';
import type { DemoUser } from './start.ts';

export interface BannerFacts {
  settings: Settings;
  /** Where the gateway listens. */
  url: string;
  metricsUrl: string;
  upstream: URL;
  /** Undefined: Coder did not answer. */
  upstreamVersion: string | undefined;
  demoUsers: readonly DemoUser[] | undefined;
}

/** What a person needs to know after the start. */
export function banner({ settings, url, metricsUrl, upstream, upstreamVersion, demoUsers }: BannerFacts): string {
  const rows: [string, string][] = [
    ...(settings.graphiql ? ([['GraphiQL', `${url}${endpoint}`]] as [string, string][]) : []),
    ['HTTP', `${url}${endpoint}`],
    ['WebSocket', `${url.replace(/^http/, 'ws')}${endpoint}`],
    ['Health', `${url}/healthz, ${url}/readyz`],
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
    lines.push('', '  CODER_SESSION_TOKEN is set: everyone who can reach this gateway acts as its user.');
  }
  return `\n${lines.join('\n')}\n`;
}
