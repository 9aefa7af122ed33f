import { error, fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

/** What is known of the commands of the pin and of the CLI under test. */
export type CommandsTrial = {
  /** Those on the help page; empty when there was none. */
  listed: readonly string[];
  /** Those recorded of the pin; undefined when no baseline was recorded. */
  recorded: readonly string[] | undefined;
  /** Those of the pin and those in use that are not listed and answer no call for help either. */
  gone: readonly string[];
  /** Names that the team relies on. */
  used: readonly string[];
  pin: string;
};

/** Fails when a command in use is gone, warns when another one of the pin is. */
export function judgeCommands({ listed, recorded, gone, used, pin }: CommandsTrial): Judgement {
  if (listed.length === 0) return error({ summary: 'codex help lists no commands' });
  const missing = gone.filter((name) => used.includes(name));
  const names = (list: readonly string[]) => list.map((name) => `codex ${name}`).join(', ');
  if (missing.length > 0) {
    return fail({
      summary: `commands in use are gone: ${names(missing)}`,
      expected: names(used),
      actual: `without ${names(gone)}`,
    });
  }
  if (!recorded) return skip(`no baseline of ${pin} was recorded, so there is nothing to compare with`);
  if (gone.length === 0) return pass(`every command of ${pin} is there`);
  return warn({
    summary: `commands of ${pin} are gone: ${names(gone)}`,
    expected: `the commands of ${pin}`,
    actual: `without ${names(gone)}`,
  });
}
