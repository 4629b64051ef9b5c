import { FeedError, followBuildLog } from 'coder-graphql/client';

export async function print(url: string, token: string, buildId: string): Promise<void> {
  try {
    for await (const event of followBuildLog({ url, token, buildId })) {
      if (event.__typename === 'BuildLogBatch') for (const { output } of event.logs) console.log(output);
      else console.log(event.build.status);
    }
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    console.error(error.code, error.message, 'resume after', error.lastId);
  }
}
