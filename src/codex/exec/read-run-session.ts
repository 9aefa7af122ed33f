import { closeSync, createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isTable } from '../../domain/base/shape/check-shape.ts';
import { openRegularFile } from '../cli/read-regular-file.ts';
import { Lines } from '../sessions/lines.ts';
import { nameOf } from '../sessions/session-meta.ts';

/** What the session file of a run says, each empty where it says nothing. */
export type RunSession = {
  /** Of the CLI that began the session: a resumed one keeps it. */
  version: string;
  model: string;
  effort: string;
  sandbox: string;
  approval: string;
  network: boolean | null;
};

/** A line of context has a few thousand bytes, the first one the whole instructions. */
const mostLineBytes = 1024 * 1024;
const mostBytes = 512 * 1024 * 1024;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Reads the session file of a thread: the first line names the version, the last context of a turn what the run was under.
 * The file is in the folder of the day on which the thread began, which its id tells (docs/codex-facts.md, "Session files").
 */
export async function readRunSession(home: string, thread: string): Promise<RunSession | undefined> {
  const path = await findRunSession(home, thread);
  if (path === undefined) return undefined;
  const session: RunSession = {
    version: '',
    model: '',
    effort: '',
    sandbox: '',
    approval: '',
    network: null,
  };
  const lines = new Lines((buffer, start, end, length) => {
    if (length > mostLineBytes) return;
    const head = buffer.toString('latin1', start, Math.min(end, start + 200));
    if (head.includes('"type":"session_meta"') && session.version === '')
      session.version = nameOf(payloadOf(buffer.toString('utf8', start, end)).cli_version);
    else if (head.includes('"type":"turn_context"'))
      takeContext(session, payloadOf(buffer.toString('utf8', start, end)));
  }, mostLineBytes + 1);
  let read = 0;
  try {
    for await (const piece of await open(path)) {
      lines.push(piece);
      read += piece.length;
      if (read > mostBytes) break;
    }
  } catch {
    // What was read counts; nobody promises that the file is whole.
  }
  return session;
}

/** The session file of a thread, whose name ends with its id; undefined where there is none, as with --ephemeral. */
async function findRunSession(home: string, thread: string): Promise<string | undefined> {
  const time = timeOf(thread);
  if (time === undefined) return undefined;
  // The folder is that of the local day, and nobody says of which zone.
  for (const shift of [0, -1, 1]) {
    const day = new Date(time + shift * dayMs).toISOString().slice(0, 10).split('-');
    const folder = join(home, 'sessions', ...day);
    const names = await readdir(folder).catch(() => []);
    const name =
      names.find((one) => one.endsWith(`${thread}.jsonl`)) ??
      names.find((one) => one.endsWith(`${thread}.jsonl.zst`));
    if (name !== undefined) return join(folder, name);
  }
  return undefined;
}

/** When a UUID of version 7 was made; undefined for another text, which also keeps it from being a path. */
function timeOf(thread: string): number | undefined {
  const [, high, low] =
    /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.exec(thread) ?? [];
  return high === undefined || low === undefined ? undefined : Number.parseInt(high + low, 16);
}

async function open(path: string): Promise<AsyncIterable<Buffer>> {
  const fd = openRegularFile(path, { follow: false });
  const stream = createReadStream('', { fd });
  stream.on('error', () => undefined);
  if (!path.endsWith('.zst')) return stream;
  try {
    const { createZstdDecompress } = await import('node:zlib');
    return (stream as Readable).pipe(createZstdDecompress());
  } catch (cause) {
    closeSync(fd);
    throw cause;
  }
}

function payloadOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return isTable(value) && isTable(value.payload) ? value.payload : {};
  } catch {
    return {};
  }
}

function takeContext(session: RunSession, payload: Readonly<Record<string, unknown>>): void {
  const { sandbox_policy: sandbox } = payload;
  session.model = nameOf(payload.model);
  session.effort = nameOf(payload.effort);
  session.approval = nameOf(payload.approval_policy);
  session.sandbox = nameOf(isTable(sandbox) ? sandbox.type : sandbox);
  const network = isTable(sandbox) ? sandbox.network_access : undefined;
  session.network = typeof network === 'boolean' ? network : null;
}
