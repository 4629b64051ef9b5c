import { EnvHttpProxyAgent } from 'undici';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../src/config.ts';
import { chooseProxy, type ProxySettings } from '../src/config-proxy.ts';

const secure = new URL('https://coder.example.com');
const plain = new URL('http://coder.example.com');
const none = { httpsProxy: undefined, httpProxy: undefined, noProxy: '' };

function choose(target: URL, settings: Partial<ProxySettings>): string | undefined {
  return chooseProxy(target, { ...none, ...settings })?.href;
}

describe('the proxy on the way to Coder', () => {
  test('is that of the scheme; https falls back to that of http', () => {
    const both = { httpsProxy: 'http://secure:1', httpProxy: 'http://plain:2' };
    expect(choose(secure, both)).toBe('http://secure:1/');
    expect(choose(plain, both)).toBe('http://plain:2/');
    expect(choose(secure, { httpProxy: 'http://plain:2' })).toBe('http://plain:2/');
    expect(choose(plain, { httpsProxy: 'http://secure:1' })).toBeUndefined();
    expect(choose(secure, {})).toBeUndefined();
  });

  test('may leave out its scheme', () => {
    expect(choose(secure, { httpsProxy: 'proxy.example.com:3128' })).toBe('http://proxy.example.com:3128/');
  });
});

/** Whether undici goes through a proxy: it then hands the pool of the target a function that connects. */
function undiciUsesProxy(target: URL, noProxy: string): boolean {
  let proxied = false;
  const factory = (_: unknown, options: object) => {
    proxied = typeof (options as { connect?: unknown }).connect === 'function';
    throw new Error('decided');
  };
  const agent = new EnvHttpProxyAgent({ httpProxy: 'http://proxy:1', httpsProxy: 'http://proxy:1', noProxy, factory });
  const handler = { onRequestStart: () => {}, onResponseError: () => {} };
  agent.dispatch({ origin: target.origin, path: '/', method: 'GET' }, handler);
  return proxied;
}

describe('NO_PROXY', () => {
  const hosts = ['https://coder.example.com', 'http://coder.example.com:8080', 'https://10.1.2.3', 'https://[fd00::1]'];
  const lists = [
    '',
    '*',
    'coder.example.com',
    'CODER.example.COM',
    'example.com',
    '.example.com',
    '*.example.com',
    'ple.com',
    'a.org, example.com',
    'a.org example.com',
    'example.com:443',
    'example.com:8080',
    'coder.example.com.org',
    '10.1.2.3',
    '10.1.2.3:443',
    '1.2.3',
    '[fd00::1]',
  ];

  test.each(hosts.flatMap((host) => lists.map((list) => [host, list])))(
    'for %s is read as undici reads it: %s',
    (host, list) => {
      const target = new URL(host);
      const proxied = choose(target, { httpProxy: 'http://proxy:1', noProxy: list }) !== undefined;
      // undici takes an address for a name with domains.
      expect(proxied).toBe(list === '1.2.3' ? true : undiciUsesProxy(target, list));
    },
  );

  test.each([
    ['https://10.1.2.3', '10.0.0.0/8', false],
    ['https://11.1.2.3', '10.0.0.0/8', true],
    ['https://[fd00::1]', 'fd00::/8', false],
    ['https://[fd00::1]', 'fd00::1', false],
    ['https://[fe80::1]', 'fd00::/8', true],
    ['https://10.1.2.3', '10.0.0.0/99', true],
    ['https://coder.example.com', '10.0.0.0/8', true],
  ])('knows networks: %s, %s', (host, noProxy, proxied) => {
    expect(choose(new URL(host), { httpProxy: 'http://proxy:1', noProxy }) !== undefined).toBe(proxied);
  });
});

describe('the settings', () => {
  const env = { CODER_URL: 'https://coder.example.com' };

  test('are read in lower case too, which wins', () => {
    const { settings } = readSettings({ env: { HTTPS_PROXY: 'http://a', https_proxy: 'http://b', no_proxy: 'c' } });
    expect(settings).toMatchObject({ httpsProxy: 'http://b', noProxy: 'c' });
    expect(readSettings({ env: { HTTPS_PROXY: 'http://a', https_proxy: '' } }).settings?.httpsProxy).toBe('http://a');
  });

  test.each(['socks5://user:s3cret@proxy:1080', 'http://', 'http://user:s3cret%@proxy', 'http://proxy/?s3cret'])(
    'a proxy that is none stops the start without being shown: %s',
    (proxy) => {
      const { problems = [] } = readSettings({ env: { ...env, HTTPS_PROXY: proxy } });
      expect(problems).toEqual([
        'HTTPS_PROXY: got a value that is not shown, expected the http or https URL of a proxy',
      ]);
    },
  );

  test.each([
    ['in front of the embedded Coder', {}],
    ['where NO_PROXY names Coder', { ...env, NO_PROXY: 'example.com' }],
  ])('a proxy that is not used stops nothing: %s', (_, rest) => {
    expect(readSettings({ env: { ...rest, HTTPS_PROXY: 'socks5://proxy:1080' } }).problems).toBeUndefined();
  });
});
