import { ChevronDown, KeyRound, LogOut } from 'lucide-react';
import { useRef, useState } from 'react';
import { useSession } from '../api/session.tsx';
import { useViewer } from '../api/use-viewer.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from '../ui/controls/menu.tsx';
import styles from './identity-menu.module.css';
import { TokenDialog } from './token-dialog.tsx';

/** Who the page acts as: the demo's users in front of the embedded Coder, a token in front of any other. */
export function IdentityMenu() {
  const { config, token, setToken } = useSession();
  const { username, fetching } = useViewer();
  const [asking, setAsking] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const text = username ?? (fetching ? '…' : 'Sign in');
  // Without a token, requests act as whomever the gateway was told: the demo's owner, unless it was started otherwise.
  const chosen = config.users.find((user) => (token === undefined ? user.username === username : user.token === token));

  return (
    <>
      <Menu
        trigger={
          <button ref={trigger} type="button" className={styles.trigger}>
            <Avatar name={username ?? '?'} />
            {username && <span className="visually-hidden">Signed in as </span>}
            {text}
            <ChevronDown aria-hidden="true" className={styles.arrow} />
          </button>
        }
      >
        {config.users.length > 0 && (
          <>
            <MenuLabel>Act as</MenuLabel>
            <MenuChoice
              value={chosen?.token ?? ''}
              onChange={setToken}
              choices={config.users.map((user) => ({ value: user.token, text: user.username, hint: user.role }))}
            />
            <MenuLine />
          </>
        )}
        <MenuItem icon={KeyRound} onSelect={() => setAsking(true)}>
          Use a session token…
        </MenuItem>
        {token !== undefined && (
          <MenuItem icon={LogOut} onSelect={() => setToken(undefined)}>
            Forget the token
          </MenuItem>
        )}
      </Menu>
      <TokenDialog open={asking} onClose={() => setAsking(false)} returnTo={trigger} />
    </>
  );
}
