import { onTestFinished } from 'vitest';
import { openStore, type Store } from '../../src/store/connection/open.ts';
import type { Source } from '../../src/store/log/append.ts';
import { tempFolder } from './temp.ts';

/** A clock that ticks a second an entry, and ids that count. */
export function testSource(): Source {
  let seconds = 0;
  let ids = 0;
  return {
    now: () => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds++)),
    newId: () => `id-${String(++ids).padStart(6, '0')}`,
  };
}

/** A store on a real file that is closed and removed after the test. */
export async function testStore(path = `${tempFolder()}/cockpit.db`): Promise<Store & { path: string }> {
  const store = await openStore(path, testSource());
  onTestFinished(() => store.close());
  return { ...store, path };
}

export * from './history-drafts.ts';
