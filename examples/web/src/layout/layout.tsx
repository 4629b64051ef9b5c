import { Suspense } from 'react';
import { Link, Outlet } from 'react-router';
import { SkeletonRows } from '../ui/state/skeleton.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { IdentityMenu } from './identity-menu.tsx';
import styles from './layout.module.css';
import { Logo } from './logo.tsx';
import { ThemeMenu } from './theme-menu.tsx';

/** What is around every page. */
export function Layout() {
  return (
    <>
      {/* A button: the hash of the address is the router's. */}
      <button type="button" className={styles.skip} onClick={() => document.getElementById('content')?.focus()}>
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
      <main id="content" tabIndex={-1} className={styles.content}>
        <Suspense fallback={<SkeletonRows label="the page" />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}
