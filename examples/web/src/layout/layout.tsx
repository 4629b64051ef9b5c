import { Suspense, useRef } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { SkeletonRows } from '../ui/state/skeleton.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { IdentityMenu } from './identity-menu.tsx';
import styles from './layout.module.css';
import { Logo } from './logo.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import { useFocusKeeper } from './use-focus-keeper.ts';
import { usePageChanges } from './use-page-changes.ts';

/** What is around every page. */
export function Layout() {
  const content = useRef<HTMLElement>(null);
  usePageChanges(content);
  useFocusKeeper(content);
  const { pathname } = useLocation();
  return (
    <>
      {/* A button: the hash of the address is the router's. */}
      <button type="button" className={styles.skip} onClick={() => content.current?.focus()}>
        Skip to content
      </button>
      <header className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <Logo />
          Builds
        </Link>
        <div className={styles.tools}>
          <ThemeMenu />
          <IdentityMenu />
        </div>
      </header>
      <ConnectionBanner />
      <main ref={content} tabIndex={-1} className={styles.content}>
        <PageBoundary key={pathname}>
          <Suspense fallback={<SkeletonRows label="the page" />}>
            <Outlet />
          </Suspense>
        </PageBoundary>
      </main>
    </>
  );
}
