import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { PageConfig } from '../config.ts';
import { MoonIcon, PageLogo, SunIcon, SystemIcon } from './icons.tsx';
import { IdentityMenu } from './identity-menu.tsx';

interface TopBarProps {
  config: PageConfig;
  onToken: (token: string | undefined) => void;
}

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const;
const ICONS = { system: SystemIcon, light: SunIcon, dark: MoonIcon };

/** What the page is, what it stands in front of, and as whom. */
export function TopBar({ config, onToken }: TopBarProps) {
  const theme = useGraphiQL((state) => state.theme) ?? 'system';
  const { setTheme } = useGraphiQLActions();
  const Icon = ICONS[theme];
  const next = NEXT[theme];
  return (
    <header className="top-bar">
      <h1>
        <PageLogo />
        <span>
          coder<b>graphql</b>
        </span>
      </h1>
      <p
        className="deployment"
        title={config.embedded ? 'Builds start, stop and fail here by themselves' : location.host}
      >
        {config.embedded ? 'Embedded Coder, demo data' : location.host}
      </p>
      <IdentityMenu config={config} onToken={onToken} />
      <button
        type="button"
        className="icon-button"
        aria-label={`Theme: ${theme}; change to ${next}`}
        title={`Theme: ${theme}`}
        onClick={() => setTheme(next === 'system' ? null : next)}
      >
        <Icon />
      </button>
    </header>
  );
}
