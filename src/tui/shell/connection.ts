import { historyStamp, openHistory, openWritableHistory } from '../../app/world/session.ts';
import type { World } from '../../app/world/world.ts';

export type ReadableHistory = Awaited<ReturnType<typeof openHistory>>;

export type WritableHistory = Awaited<ReturnType<typeof openWritableHistory>>;

/**
 * The database behind the cockpit. It is opened for writing only when something is to be recorded, so looking
 * around never makes one.
 */
export class Connection {
  readonly #options: { db?: string | undefined };
  #store: Promise<WritableHistory> | undefined;
  #stamp = '';

  constructor(options: { db?: string | undefined }) {
    this.#options = options;
  }

  /** Reads what is there; undefined while there is no history. */
  async reading<T>(world: World, work: (store: ReadableHistory) => Promise<T>): Promise<T> {
    if (this.#store) return work(await this.#store);
    const store = await openHistory(world, this.#options);
    try {
      return await work(store);
    } finally {
      await store?.close();
    }
  }

  /** The history to record in; stays open from the first time on. */
  writable(world: World): Promise<WritableHistory> {
    this.#store ??= openWritableHistory(world, this.#options).catch((cause) => {
      // The next attempt may find the disk freed or the lock gone.
      this.#store = undefined;
      throw cause;
    });
    return this.#store;
  }

  /** Whether anybody wrote since this was asked last; the first answer is yes. */
  isWritten(world: World): boolean {
    const before = this.#stamp;
    this.#stamp = historyStamp(world, this.#options);
    return this.#stamp !== before;
  }

  async close(): Promise<void> {
    await (await this.#store)?.close();
  }
}
