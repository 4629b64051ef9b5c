import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { Provider } from 'urql';
import { createApiClient } from './client.ts';
import { type DeploymentConfig, endpoint } from './config.ts';
import { type Failure, failureOf } from './failure.ts';
import { TokenMemory } from './token-memory.ts';
import { Viewer } from './viewer.ts';

interface Identity {
  /** Undefined: requests carry none. */
  token: string | undefined;
  /** Counts the persons whom the page has acted as. The same one may bring another token. */
  person: number;
}

/** Who the page acts as, and where. */
export interface Session extends Identity {
  config: DeploymentConfig;
  /** Acts as somebody else; all that is known is forgotten. */
  setToken(token: string | undefined): void;
  /**
   * Acts with a token that Coder knows, and says what is wrong with one that it does not. When it is another one of the
   * same person, all that is on the page stays and goes on. Nothing comes of it once the signal is aborted.
   */
  signIn(token: string, signal: AbortSignal): Promise<Failure | undefined>;
  /** The gateway has said who the page acts as. */
  recordViewer(id: string): void;
}

const SessionContext = createContext<Session | undefined>(undefined);

const UNKNOWN_TOKEN: Failure = { code: 'UNAUTHENTICATED', message: 'Coder does not know this token.', fields: [] };

export function SessionProvider({ config, children }: { config: DeploymentConfig; children: ReactNode }) {
  const memory = useMemo(() => new TokenMemory(config.deployment), [config]);
  const [identity, setIdentity] = useState<Identity>(() => ({ token: memory.get(), person: 0 }));
  const viewer = useRef<string>(undefined);
  // A client for each token, with a cache of its own: nothing that one has read may be shown to another.
  const client = useMemo(() => createApiClient(identity.token), [identity]);
  const session = useMemo<Session>(() => {
    const become = (token: string | undefined, isSame: boolean) => {
      memory.set(token);
      if (!isSame) viewer.current = undefined;
      setIdentity(({ person }) => ({ token, person: isSame ? person : person + 1 }));
    };
    return {
      ...identity,
      config,
      setToken: (token) => become(token, false),
      signIn: async (token, signal) => {
        const { data, error } = await createApiClient(token).query(Viewer, {}).toPromise();
        const id = data?.viewer?.id;
        if (signal.aborted) return undefined;
        if (id === undefined) return failureOf(error) ?? UNKNOWN_TOKEN;
        become(token, id === viewer.current);
        return undefined;
      },
      recordViewer: (id) => {
        viewer.current = id;
      },
    };
  }, [config, identity, memory]);
  return (
    <SessionContext value={session}>
      {/* Who signs in again keeps the page: its queries and feeds begin again with the new client. */}
      <Provider value={client} key={identity.person}>
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
  const session = useSession();
  // Another one after each sign-in, with the same token too: a feed that was refused begins again.
  return useMemo(() => ({ url: endpoint, ...(session.token !== undefined && { token: session.token }) }), [session]);
}
