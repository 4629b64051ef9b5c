import { watchWorkspaces } from 'coder-graphql/client';

export async function show(url: string, token: string, render: (lines: string[]) => void): Promise<void> {
  for await (const { workspaces } of watchWorkspaces({ url, token, query: 'owner:me', first: 10 }))
    render(workspaces.map(({ name, latestBuild }) => `${name}: ${latestBuild?.status}`));
}
