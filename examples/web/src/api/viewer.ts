import { graphql } from '../generated/index.ts';

/** Whom the gateway takes the sender for. */
export const Viewer = graphql(`
  query Viewer {
    viewer {
      id
      username
    }
  }
`);
