import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import styles from './page-head.module.css';

export interface Crumb {
  text: string;
  to: string;
}

export interface PageHeadProps {
  /** The pages above this one. */
  crumbs?: readonly Crumb[];
  title: ReactNode;
  /** Of the browser's tab. */
  tab: string;
  /** Beside the title: a status. */
  badge?: ReactNode;
  /** Below the title. */
  facts?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
}

/** The top of a page: where one is, what it is, what one can do. */
export function PageHead({ crumbs = [], title, tab, badge, facts, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${tab} · Builds`;
  }, [tab]);
  return (
    <div className={styles.head}>
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb">
          <ol className={styles.crumbs}>
            {crumbs.map(({ text, to }) => (
              <li key={to} className={styles.crumb}>
                <Link to={to}>{text}</Link>
                <ChevronRight aria-hidden="true" />
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className={styles.row}>
        <div className={styles.main}>
          <div className={styles.titleRow}>
            <h1 className={styles.title}>{title}</h1>
            {badge}
          </div>
          {facts && <div className={styles.facts}>{facts}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
