import { openHistory, openWritableHistory } from '../../app/world/session.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type WritableHistory = Awaited<ReturnType<typeof openWritableHistory>>;
type ReadableHistory = Awaited<ReturnType<typeof openHistory>>;

/** Does something that records, on the history that the flags name, and closes it whatever happens. */
export async function recording<T>(
  host: Host,
  flags: Pick<CommonFlags, 'db'>,
  work: (store: WritableHistory) => Promise<T>,
): Promise<T> {
  const store = await openWritableHistory(host.world, flags);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Reads the history that the flags name; it is undefined while there is none. */
export async function reading<T>(
  host: Host,
  flags: Pick<CommonFlags, 'db'>,
  work: (store: ReadableHistory) => Promise<T>,
): Promise<T> {
  const store = await openHistory(host.world, flags);
  try {
    return await work(store);
  } finally {
    await store?.close();
  }
}
