import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 1500;
const pauseMs = 20;

// While another process makes the database, switches it to WAL or closes it as the last one, its WAL and
// index come and go. SQLite then refuses at once, without the waiting that it does for a lock
// (sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL Mode" and "Read-Only Databases").
const passing = /^SQLITE_(BUSY|CANTOPEN|PROTOCOL|READONLY_(CANTINIT|CANTLOCK|RECOVERY))/;

/** Opens a database, and tries again for a moment when another process is just making or closing it. */
export async function whileSettling<T>(open: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await open();
    } catch (cause) {
      const { code } = cause as { code?: unknown };
      if (typeof code !== 'string' || !passing.test(code) || performance.now() > deadline) throw cause;
      await delay(pauseMs);
    }
  }
}
