import { connect, type Socket } from 'node:net';
import { FrameCounter } from './frame-counter.ts';
import { connectionInit, type ReaderOptions, SHORTEST_BATCH, subscribe } from './subscription.ts';

/** All sockets are read into the same memory: what comes is used before the next is read. */
const shared = Buffer.alloc(256 * 1024);
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const HEAD_END = '\r\n\r\n';

/** A client's text message; its mask of zeros leaves the text as it is. */
function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from([0x81, 0x80 | 126, 0, 0, 0, 0, 0, 0]);
  head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/**
 * One subscription whose messages are only counted. A WebSocket library would cost more than the server that is
 * measured, and the readers of 5000 sockets have one core.
 */
export class CountingReader {
  messages = 0;
  lost = false;
  readonly #options: ReaderOptions;
  #tail: Buffer = Buffer.alloc(0);
  #answered: (error?: Error) => void = () => {};

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Resolves once the socket is acknowledged and the subscription is sent. */
  connect(): Promise<void> {
    const { url, token, build } = this.#options;
    const { hostname, port, pathname } = new URL(url);
    let upgraded = false;
    const frames = new FrameCounter({
      message: (length, tail) => {
        if (length >= SHORTEST_BATCH) {
          this.messages++;
          this.#tail = Buffer.from(tail);
        } else if (tail.includes('connection_ack')) {
          socket.write(textFrame(subscribe(build)));
          this.#answered();
        } else this.#lose();
      },
      ping: () => socket.write(PONG),
      close: () => this.#lose(),
    });
    const read = (length: number): boolean => {
      let data = shared.subarray(0, length);
      if (!upgraded) {
        const end = data.indexOf(HEAD_END);
        if (end < 0 || !data.toString('latin1', 0, 12).endsWith('101')) {
          this.#lose();
          return true;
        }
        upgraded = true;
        socket.write(textFrame(connectionInit(token)));
        data = data.subarray(end + HEAD_END.length);
      }
      frames.push(data);
      return true;
    };
    const socket: Socket = connect({ host: hostname, port: Number(port), onread: { buffer: shared, callback: read } });
    socket.on('connect', () => {
      const head = [
        `GET ${pathname} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
        'Sec-WebSocket-Protocol: graphql-transport-ws',
      ];
      socket.write(head.join('\r\n') + HEAD_END);
    });
    socket.on('error', () => this.#lose());
    socket.on('close', () => this.#lose());
    return new Promise((resolve, reject) => {
      this.#answered = (error) => (error ? reject(error) : resolve());
    });
  }

  /** Id of the last line that came; undefined: none yet. */
  get lastId(): number | undefined {
    const id = /"lastId":"(\d+)"/.exec(this.#tail.toString())?.[1];
    return id ? Number(id) : undefined;
  }

  #lose(): void {
    this.lost = true;
    this.#answered(new Error('The server has closed a socket'));
  }
}
