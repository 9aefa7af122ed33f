import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
import { openHistory, openWritableHistory } from '../../app/world/session.ts';
import type { World } from '../../app/world/world.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { Paint } from '../../report/base/paint.ts';
import type { CommonFlags, Host } from './host.ts';

type WritableHistory = Awaited<ReturnType<typeof openWritableHistory>>;
type ReadableHistory = NonNullable<Awaited<ReturnType<typeof openHistory>>>;

/** One call of a command: what it was given, and what it may use to answer. */
export type Call<Given = CommonFlags> = {
  given: Given;
  host: Host;
  world: World;
  paint: Paint;
  /** Aborted on Ctrl-C and on a request to end. */
  signal: AbortSignal;
  /** Reads the history that the flags name, and closes it; it is undefined while there is none. */
  read: <T>(work: (store: ReadableHistory | undefined) => Promise<T>) => Promise<T>;
  /** The same. @throws UsageError where there is no database */
  readExisting: <T>(work: (store: ReadableHistory) => Promise<T>) => Promise<T>;
  /** Records in the history that the flags name, makes it when there is none, and closes it. */
  record: <T>(
    work: (store: WritableHistory) => Promise<T>,
    options?: Parameters<typeof openWritableHistory>[2],
  ) => Promise<T>;
  /** A message on stderr while the command is at work, unless `--quiet` is given. */
  say: (text: string) => void;
};

/** The call of a command on a host. */
export function callOf<Given extends CommonFlags>(host: Host, given: Given): Call<Given> {
  const { world, paint, interrupt: signal } = host;
  const read: Call['read'] = async (work) => {
    const store = await openHistory(world, given);
    try {
      return await work(store);
    } finally {
      await store?.close();
    }
  };
  return {
    given,
    host,
    world,
    paint,
    signal,
    read,
    readExisting: async (work) => {
      requireDatabase(databasePath(world, given.db));
      return read((store) => {
        if (!store) throw new UsageError('there is no database', 'Start a rollout: codex-cockpit init');
        return work(store);
      });
    },
    record: async (work, options) => {
      const store = await openWritableHistory(world, given, options);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
    say: (text) => {
      if (!given.quiet) host.message(text);
    },
  };
}
