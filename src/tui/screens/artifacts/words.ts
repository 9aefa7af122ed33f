import { CockpitError } from '../../../domain/base/errors.ts';

/** What advice that names a command is on this screen; each line is a command and its key. */
const keys: readonly (readonly [RegExp, string])[] = [
  [/codex-cockpit artifact edit \S+, or codex-cockpit artifact import \S+ FILE/, 'press e, or i for a file'],
  [
    /codex-cockpit artifact drift --artifact \S+ --diff\. To overwrite it: --force/,
    'D shows it. To overwrite it, say so in the form',
  ],
  [/codex-cockpit artifact edit \S+/, 'press e'],
  [/correct it, then: codex-cockpit artifact import \S+ .+/, 'press e to go on with it'],
  [/codex-cockpit artifact approve \S+ \S+/, 'press a'],
  [/codex-cockpit artifact submit \S+/, 'press s'],
  [/codex-cockpit artifact diff \S+/, 'press d'],
  [/codex-cockpit artifact show \S+/, 'press enter'],
];

/** Advice in the keys of this screen rather than in commands. */
export function inKeys(advice: string): string {
  return keys.reduce((text, [command, key]) => text.replace(command, key), advice);
}

/** Does something whose refusals advise a command, and advises the key in its place. */
export async function advisingKeys<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof CockpitError) || cause.next === undefined) throw cause;
    const { message, exitCode, next } = cause;
    throw new CockpitError(message, { exitCode, next: inKeys(next), cause });
  }
}
