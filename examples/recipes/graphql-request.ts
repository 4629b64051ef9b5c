import { GraphQLClient, gql } from 'graphql-request';

interface Answer {
  workspaces: { nodes: { id: string; name: string; latestBuild: { status: string } | null }[] } | null;
}

const WORKSPACES = gql`
  query Workspaces($query: String) {
    workspaces(query: $query, first: 10) {
      nodes { id name latestBuild { status } }
    }
  }
`;

export async function workspaceLines(url: string, token: string): Promise<string[]> {
  const client = new GraphQLClient(url, { headers: { 'Coder-Session-Token': token } });
  const { workspaces } = await client.request<Answer>(WORKSPACES, { query: 'owner:me' });
  return workspaces?.nodes.map(({ name, latestBuild }) => `${name}: ${latestBuild?.status}`) ?? [];
}
