import { useId, useState } from 'react';
import type { PageConfig } from '../config.ts';
import { useIdentity, type Viewer } from '../identity.ts';

interface IdentityMenuProps {
  config: PageConfig;
  onToken: (token: string | undefined) => void;
}

const FALLBACK = 'fallback';
const OWN = 'own';

/** Who operations run as: a user of the embedded Coder, or whoever a token belongs to. */
export function IdentityMenu({ config, onToken }: IdentityMenuProps) {
  const { token, viewer } = useIdentity();
  const trial = config.users.find((user) => user.token === token);
  const [own, setOwn] = useState(config.users.length === 0 || (token !== undefined && trial === undefined));
  const select = useId();
  const choose = (value: string) => {
    setOwn(value === OWN);
    if (value !== OWN) onToken(config.users.find(({ username }) => username === value)?.token);
  };
  return (
    <div className="identity">
      <ViewerState viewer={viewer} />
      {config.users.length > 0 && (
        <>
          <label htmlFor={select}>Act as</label>
          <select
            id={select}
            value={own ? OWN : (trial?.username ?? FALLBACK)}
            onChange={(event) => choose(event.target.value)}
          >
            {config.fallbackUser && <option value={FALLBACK}>no token (owner)</option>}
            {config.users.map(({ username, role }) => (
              <option key={username} value={username}>{`${username} (${role})`}</option>
            ))}
            <option value={OWN}>another token…</option>
          </select>
        </>
      )}
      {own && <TokenField token={trial ? '' : (token ?? '')} onToken={onToken} />}
    </div>
  );
}

function TokenField({ token, onToken }: { token: string; onToken: (token: string | undefined) => void }) {
  const [text, setText] = useState(token);
  const field = useId();
  const submit = () => onToken(text.trim() || undefined);
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label htmlFor={field} className="unseen">
        Coder session token
      </label>
      <input
        id={field}
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="Coder session token"
        title="As coder tokens create prints it. It is kept until this browser tab is closed."
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit">Use</button>
    </form>
  );
}

function ViewerState({ viewer }: { viewer: Viewer }) {
  return (
    <output
      className={`viewer ${viewer.state}`}
      title={viewer.state === 'unknown' ? viewer.why : 'Operations run as this user'}
    >
      {viewer.state === 'known' ? viewer.username : viewer.state === 'unknown' ? viewer.short : '…'}
    </output>
  );
}
