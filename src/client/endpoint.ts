import { FeedError } from './feed-error.ts';

interface Page {
  document?: { baseURI: string };
  location?: { href: string };
}

/** The gateway's endpoint as an absolute `http` URL, since each transport wants a scheme of its own. Throws a `FeedError`. */
export function endpointOf(url: string): string {
  const { document, location } = globalThis as Page;
  try {
    const endpoint = new URL(url.replace(/^ws(?=s?:)/i, 'http'), document?.baseURI ?? location?.href);
    // Not even `fetch` takes a URL with a password; it would be tried for ever.
    if (/^https?:$/.test(endpoint.protocol) && !endpoint.username && !endpoint.password) return endpoint.href;
  } catch {
    // No URL at all, or nothing that it could be relative to.
  }
  const got = String(url).replace(/\/\/.*@/, '//…@');
  throw new FeedError(
    `url: expected the http or https URL of the gateway, such as https://gateway.example.com/graphql, got "${got}".`,
  );
}
