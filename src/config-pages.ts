import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Setting, SettingProblem, toggle } from './config-values.ts';

/** What the gateway serves to browsers beside GraphQL. */
export interface PageSettings {
  graphiql: boolean;
  /** Folder of a built page; undefined: there is none. */
  appDir: string | undefined;
}

export const pageTable: { readonly [Name in keyof PageSettings]: Setting<PageSettings[Name]> } = {
  graphiql: {
    variable: 'GATEWAY_GRAPHIQL',
    defaultText: '`on`; `off` if `NODE_ENV=production`',
    fallback: ({ production }) => !production,
    ...toggle,
    meaning: 'GraphiQL at `/graphql`, all its assets served from here.',
  },
  appDir: {
    variable: 'GATEWAY_APP_DIR',
    defaultText: 'none',
    fallback: undefined,
    expects: 'a folder with an `index.html`',
    parse: (text) => (text === '' ? undefined : pageFolder(text)),
    meaning: 'Folder of a built page of yours, served at `/app/`; read when it is asked for, and kept.',
  },
};

function pageFolder(path: string): string {
  const index = statSync(join(path, 'index.html'), { throwIfNoEntry: false });
  if (!index?.isFile()) throw new SettingProblem(`the folder ${JSON.stringify(path)} has no index.html`);
  return path;
}
