import { BlockList, isIP, isIPv6 } from 'node:net';
import { SettingProblem } from './config-values.ts';

export interface ProxySettings {
  /** The texts of the variables: what is wrong with one matters only where it is used. */
  httpsProxy: string | undefined;
  httpProxy: string | undefined;
  noProxy: string;
}

export const proxyVariables = { httpsProxy: 'HTTPS_PROXY', httpProxy: 'HTTP_PROXY', noProxy: 'NO_PROXY' } as const;

/**
 * The proxy on the way to this URL; undefined: there is none. It decides as undici's `EnvHttpProxyAgent` does, and knows
 * networks such as `10.0.0.0/8` besides. Throws a `SettingProblem` when the proxy's URL is none.
 */
export function chooseProxy(target: URL, settings: ProxySettings): URL | undefined {
  const name = target.protocol === 'https:' && settings.httpsProxy ? 'httpsProxy' : 'httpProxy';
  const text = settings[name];
  if (!text || bypasses(target, settings.noProxy)) return undefined;
  const proxy = parseProxy(text);
  if (proxy !== undefined) return proxy;
  throw new SettingProblem(
    `${proxyVariables[name]}: got a value that is not shown, expected the http or https URL of a proxy`,
  );
}

function parseProxy(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') return undefined;
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return undefined;
  }
  return url;
}

/** Whether `NO_PROXY` names the host of the URL, one of its parent domains, or its network. */
function bypasses(target: URL, noProxy: string): boolean {
  const host = withoutBrackets(target.hostname).toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || isInNetwork(host, entry) || isNamed(host, port, entry));
}

function isNamed(host: string, port: string, entry: string): boolean {
  const [, name = entry, entryPort] = isIPv6(entry) ? [] : (/^(.+):(\d+)$/.exec(entry) ?? []);
  if (entryPort !== undefined && entryPort !== port) return false;
  const domain = withoutBrackets(name.replace(/^\*?\./, ''));
  return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`));
}

function isInNetwork(host: string, entry: string): boolean {
  const [, network = '', bits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(network);
  if (family === 0 || family !== isIP(host) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const name = family === 4 ? 'ipv4' : 'ipv6';
  const networks = new BlockList();
  networks.addSubnet(network, Number(bits), name);
  return networks.check(host, name);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
