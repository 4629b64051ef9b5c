/** A message of those sockets of Coder that took the place of server-sent events. */
export interface SocketEvent {
  /** `ping`, `data` or `error`. */
  type: string;
  data: unknown;
}

/** Throws when the text is none. */
export function parseSocketEvent(text: string): SocketEvent {
  const { type, data } = JSON.parse(text) as Partial<SocketEvent>;
  if (typeof type !== 'string') throw new TypeError('an event of a socket without a type');
  return { type, data };
}
