import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findUnchangedQuickly } from '../../../app/metrics/known-sessions.ts';
import { sessionsAnswer } from './sessions-answer.ts';

/**
 * `metric import sessions` where nothing is new, which is most often so where it is called by a timer: without what every
 * other command loads.
 *
 * @param args what follows `metric import sessions`
 * @returns the exit code; undefined when the command itself has to do it, or to say what is wrong
 */
export async function quickSessions(args: readonly string[]): Promise<number | undefined> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        person: { type: 'string' },
        db: { type: 'string' },
        as: { type: 'string' },
        json: { type: 'boolean', default: false },
        quiet: { type: 'boolean', short: 'q', default: false },
      },
    });
    const { person, db, as, json, quiet } = values;
    const world = { environment: process.env, cwd: process.cwd(), now: () => new Date(), as };
    const unchanged = await findUnchangedQuickly(world, { db }, { homes: positionals, person });
    if (!unchanged) return undefined;
    writeSync(1, json ? sessionsAnswer.json(unchanged) : sessionsAnswer.text(unchanged));
    if (!json && !quiet) writeSync(2, sessionsAnswer.advice());
    return sessionsAnswer.exit(unchanged);
  } catch {
    return undefined;
  }
}
