const names = /^(localhost|127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\])$/;

/** Whether a host, as `Host` or a URL has it, with or without a port, is this machine by a name that none can take over. */
export function isLoopback(host: string): boolean {
  return names.test(host.toLowerCase().replace(/:\d+$/, ''));
}
