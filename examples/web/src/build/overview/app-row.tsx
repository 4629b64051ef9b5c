import { ExternalLink, SquareTerminal } from 'lucide-react';
import type { OverviewAppFragment } from '../../generated/graphql.ts';
import { Badge } from '../../ui/badge.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { APP_HEALTH, APP_STATES } from './looks.ts';
import styles from './overview.module.css';

/** Where a link may lead: to pages, and to the programs that Coder's templates open. */
function isSafe(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^(javascript|data|vbscript|blob|file):/i.test(url);
}

/** An app: a link that opens it, its health, and the newest that it has said of itself. */
export function AppRow({ app, live }: { app: OverviewAppFragment; live: boolean }) {
  const { slug, displayName, command, openUrl, health, tooltip, statuses } = app;
  const name = displayName || slug;
  const look = live ? APP_HEALTH[health] : undefined;
  const [newest] = statuses;
  return (
    <li className={styles.app}>
      <div className={styles.appHead}>
        {openUrl && live && isSafe(openUrl) ? (
          <a href={openUrl} target="_blank" rel="noreferrer" className={styles.appLink}>
            {name}
            <ExternalLink aria-hidden="true" />
            <span className="visually-hidden">(opens in a new tab)</span>
          </a>
        ) : (
          <span className={styles.appName}>
            {name}
            {command && <SquareTerminal aria-hidden="true" />}
          </span>
        )}
        {look && (
          <Badge tone={look.tone} bare>
            {look.label}
          </Badge>
        )}
      </div>
      {command && <code className={styles.command}>{command}</code>}
      {tooltip && <Markdown text={tooltip} className={styles.faint} />}
      {newest && (
        <p className={styles.appStatus}>
          <Badge tone={APP_STATES[newest.state].tone}>{APP_STATES[newest.state].label}</Badge>
          {newest.uri && isSafe(newest.uri) ? (
            <a href={newest.uri} target="_blank" rel="noreferrer">
              {newest.message}
            </a>
          ) : (
            newest.message
          )}
        </p>
      )}
    </li>
  );
}
