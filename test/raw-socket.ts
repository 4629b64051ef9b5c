import { WebSocket } from 'ws';

/** A message of graphql-transport-ws. */
export interface Message {
  type: string;
  payload?: unknown;
  [key: string]: unknown;
}

/** A WebSocket that says what it is told to, unlike a client of the protocol. */
export interface RawSocket {
  socket: WebSocket;
  /** Text and bytes as they are, anything else as JSON. */
  send(message: unknown): void;
  /** Resolves to the next message of one of these types. */
  next(...types: string[]): Promise<Message>;
  closed: Promise<{ code: number; reason: string }>;
}

/** Opens a WebSocket to the GraphQL endpoint with this `http` URL. */
export async function openSocket(url: string): Promise<RawSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  socket.on('error', () => {});
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)));
    for (const look of waiting) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    send: (message) =>
      socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    next: (...types) =>
      new Promise((resolve) => {
        const look = () => {
          const index = messages.findIndex(({ type }) => types.includes(type));
          if (index < 0) return;
          waiting.delete(look);
          resolve(messages.splice(index, 1)[0] as Message);
        };
        waiting.add(look);
        look();
      }),
    closed,
  };
}
