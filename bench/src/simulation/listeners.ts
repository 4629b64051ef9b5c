import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Replicas that only hear: for Redis they are as much work as real ones. */
export interface Listeners {
  received: number;
  stop(): void;
}

/** Subscribes one connection for each list of channels. */
export async function startListeners(port: number, channels: readonly (readonly string[])[]): Promise<Listeners> {
  const sockets: Socket[] = [];
  const listeners: Listeners = {
    received: 0,
    stop: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
  for (const names of channels) {
    const socket = connect({ port, host: '127.0.0.1' });
    sockets.push(socket);
    await once(socket, 'connect');
    socket.on('data', (data) => {
      listeners.received += data.length;
    });
    const words = ['SUBSCRIBE', ...names];
    socket.write([`*${words.length}`, ...words.flatMap((word) => [`$${word.length}`, word]), ''].join('\r\n'));
  }
  return listeners;
}
