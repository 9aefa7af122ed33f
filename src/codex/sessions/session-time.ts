/** Whether a text is a day, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day in the name of a session file, which is in local time; the first day of all when there is none. */
export function dayOfName(name: string): string {
  const day = /^rollout-(\d{4}-\d{2}-\d{2})T/.exec(name)?.[1] ?? '';
  return isDay(day) ? day : '1970-01-01';
}

/** Milliseconds at which an id of version 7 was made; undefined for another id. */
function madeAt(id: string): number | undefined {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(id)
    ? Number.parseInt(id.slice(0, 13).replace('-', ''), 16)
    : undefined;
}

/**
 * Whether a task began before the session was made: then it is of another session.
 *
 * @param startedAt seconds, for a task whose id says no time
 */
export function isOlder(task: string, startedAt: unknown, session: string): boolean {
  const made = madeAt(session);
  if (made === undefined) return false;
  const began = madeAt(task);
  if (began !== undefined) return began < made;
  return typeof startedAt === 'number' && startedAt < Math.floor(made / 1000);
}
