import { spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { takeDatagrams } from './probe-script.ts';

/** Something on this machine that a command may or may not reach. */
export type Listener = { port: number; close: () => Promise<void> };

/**
 * Takes datagrams on a Unix socket. Node has no such sockets, so this is a program in perl; where there is none nobody
 * takes them, and the control run shows it.
 */
export async function startDatagramTaker(path: string): Promise<{ close: () => void }> {
  const taker = spawn('perl', ['-e', takeDatagrams, path], { stdio: ['pipe', 'pipe', 'ignore'] });
  await new Promise<void>((resolve) => {
    taker.once('error', () => resolve());
    taker.once('exit', () => resolve());
    taker.stdout.once('data', () => resolve());
  });
  return { close: () => void taker.stdin.destroy() };
}

/**
 * Answers every connection on 127.0.0.1, and on a Unix socket, with a line, so that a connection can be told from
 * a silence.
 */
export async function startListener(line: string, socketPath: string): Promise<Listener> {
  const tcp = answering(line);
  const unix = answering(line);
  // A path may be too long for a socket; the control run finds nobody there then, and proves nothing.
  await listening(unix, { path: socketPath }).catch(() => undefined);
  await listening(tcp, { host: '127.0.0.1', port: 0 });
  const { port } = tcp.address() as AddressInfo;
  return { port, close: async () => void (await Promise.all([tcp, unix].map(closed))) };
}

function answering(line: string): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(`${line}\n`);
  });
}

function listening(server: Server, at: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** The reading end of a pipe on this machine. */
export type PipeReader = { has: (text: string) => boolean; close: () => void };

/** Opens a pipe for reading; what is written into it waits there, and nobody blocks. */
export function openPipe(path: string): PipeReader {
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  let seen = '';
  return {
    has: (text) => {
      seen += readWaiting(descriptor);
      return seen.includes(text);
    },
    close: () => closeSync(descriptor),
  };
}

function readWaiting(descriptor: number): string {
  const chunk = Buffer.alloc(65_536);
  try {
    return chunk.toString('utf8', 0, readSync(descriptor, chunk));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EAGAIN') return '';
    throw cause;
  }
}
