import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request written by hand, for what no well-behaved client would send. */
export interface RawRequest {
  readonly socket: Socket;
  write(text: string | Buffer): void;
  /** Ends the connection without warning, as a crash does. */
  cut(): void;
  /** Everything the server says until it closes. */
  answer(): Promise<string>;
  /** The first answer's head and body, as soon as both are there; the connection stays. */
  firstAnswer(): Promise<string>;
}

export async function rawRequest(port: number, head: readonly string[]): Promise<RawRequest> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.write([...head, 'Host: localhost', '', ''].join('\r\n'));
  return {
    socket,
    write: (text) => void socket.write(text),
    cut: () => void socket.resetAndDestroy(),
    async answer() {
      await closed;
      return said;
    },
    async firstAnswer() {
      for (let tries = 0; tries < 1000; tries += 1) {
        const [whole, length] = said.match(/Content-Length: (\d+)\r\n/i) ?? [];
        const start = said.indexOf('\r\n\r\n') + 4;
        if (whole && Buffer.byteLength(said.slice(start)) >= Number(length)) return said;
        if (/\r\n0\r\n\r\n$/.test(said)) return said;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`No answer within ten seconds, but: ${said}`);
    },
  };
}
