import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';

/** Something on this machine that a command may or may not reach. */
export type Listener = { port: number; close: () => Promise<void> };

/** Answers every connection on 127.0.0.1 with a line, so that a connection can be told from a silence. */
export async function startListener(line: string): Promise<Listener> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(`${line}\n`);
  });
  const { port } = await listening(server);
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listening(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address);
    });
  });
}
