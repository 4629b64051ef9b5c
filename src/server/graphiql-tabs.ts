/** A tab that GraphiQL opens with on first contact. */
export interface GraphiqlTab {
  query: string;
  variables?: string;
}

/** What a visitor sees first: the product in a few operations. Each is checked against the schema by a test. */
export const graphiqlTabs: readonly GraphiqlTab[] = [{ query: 'query Hello { __typename }\n' }];
