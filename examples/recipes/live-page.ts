import { followBuildLog, watchWorkspaces } from 'coder-graphql/client';

interface Row {
  id: string;
  name: string;
  latestBuild: { uuid: string; status: string } | null;
}

/** A live list, and below it the log of the build that was clicked. Call what it returns to leave the page. */
export function show(page: HTMLElement, url: string, token: string): () => void {
  const list = page.appendChild(document.createElement('ul'));
  const log = page.appendChild(document.createElement('pre'));
  const left = new AbortController();
  let other = new AbortController();

  const follow = async (buildId: string) => {
    other.abort();
    other = new AbortController();
    const { signal } = other;
    log.textContent = '';
    for await (const event of followBuildLog({ url, token, buildId, signal })) {
      if (event.__typename === 'BuildLogBatch') log.append(...event.logs.map(({ output }) => `${output}\n`));
      else log.append(`${event.build.status}\n`);
    }
  };

  // A feed ends with an AbortError when its signal ends it, else when it cannot go on, such as with a token that is refused.
  const fail = (error: Error) => {
    if (error.name !== 'AbortError') log.append(`${error.message}\n`);
  };

  const item = ({ name, latestBuild }: Row) => {
    const button = document.createElement('button');
    button.textContent = `${name}: ${latestBuild?.status ?? 'no build'}`;
    button.onclick = () => latestBuild && follow(latestBuild.uuid).catch(fail);
    const row = document.createElement('li');
    row.append(button);
    return row;
  };

  const watch = async () => {
    const fields = 'id name latestBuild { uuid status }';
    const pages = watchWorkspaces<Row>({ url, token, query: 'owner:me', first: 25, fields, signal: left.signal });
    for await (const { workspaces } of pages) list.replaceChildren(...workspaces.map(item));
  };

  watch().catch(fail);
  return () => {
    left.abort();
    other.abort();
  };
}
