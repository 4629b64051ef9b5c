import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { Provider } from 'urql';
import { createApiClient } from './client.ts';
import { type DeploymentConfig, endpoint } from './config.ts';
import { TokenMemory } from './token-memory.ts';

/** Who the page acts as, and where. */
export interface Session {
  config: DeploymentConfig;
  /** Undefined: requests carry none. */
  token: string | undefined;
  /** Changes who the page acts as; all that is known is forgotten. */
  setToken(token: string | undefined): void;
}

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ config, children }: { config: DeploymentConfig; children: ReactNode }) {
  const memory = useMemo(() => new TokenMemory(config.deployment), [config]);
  const [token, setToken] = useState(() => memory.get());
  // A client for each identity: nothing that one has read may be shown to another.
  const client = useMemo(() => createApiClient(token), [token]);
  const session = useMemo<Session>(
    () => ({
      config,
      token,
      setToken: (next) => {
        memory.set(next);
        setToken(next);
      },
    }),
    [config, token, memory],
  );
  return (
    <SessionContext value={session}>
      <Provider value={client} key={token}>
        {children}
      </Provider>
    </SessionContext>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession is used outside of SessionProvider');
  return session;
}

/** What the functions of `coder-graphql/client` have to be told: where the gateway is, and who asks. */
export function useFeedTarget(): { url: string; token?: string } {
  const { token } = useSession();
  return useMemo(() => ({ url: endpoint, ...(token !== undefined && { token }) }), [token]);
}
