import { type UseBuildLogOptions, useBuildLog, useWorkspaces } from 'coder-graphql/client/react';
import { useState } from 'react';

interface Session {
  url: string;
  token: UseBuildLogOptions['token'];
}

interface Row {
  id: string;
  name: string;
  latestBuild: { id: string; status: string } | null;
}

/** The log of a build as it grows. */
export function BuildLog({ url, token, buildId }: Session & { buildId: string | undefined }) {
  const { lines, state, build, error, restart } = useBuildLog({ url, token, buildId });
  if (state === 'idle') return <p>Choose a workspace.</p>;
  return (
    <section aria-busy={state === 'connecting' || state === 'resuming'}>
      <pre>
        {lines.map(({ id, level, output }) => (
          <code key={id} className={level.toLowerCase()}>
            {`${output}\n`}
          </code>
        ))}
      </pre>
      <p role="status">{build?.status ?? state}</p>
      {error && (
        <p role="alert">
          {error.message}
          <button type="button" onClick={restart}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}

/** Workspaces as they are now, and below them the log of the one that was clicked. */
export function Workspaces({ url, token }: Session) {
  const [buildId, choose] = useState<string>();
  const fields = 'name latestBuild { id status }';
  const { workspaces, error } = useWorkspaces<Row>({ url, token, query: 'owner:me', fields });
  return (
    <>
      {error && <p role="alert">{error.message}</p>}
      {workspaces.map(({ id, name, latestBuild }) => (
        <button type="button" key={id} onClick={() => choose(latestBuild?.id)}>
          {name}: {latestBuild?.status ?? 'no build'}
        </button>
      ))}
      <BuildLog url={url} token={token} buildId={buildId} />
    </>
  );
}
