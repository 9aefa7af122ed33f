import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';

/** Why no command ran in the sandbox. */
export type NotStarted =
  | { type: 'refused'; message: string }
  | { type: 'not started'; reason: string; remedy: string }
  | { type: 'skipped'; reason: string };

const readBinary = 'Let the profile read the folder of the codex binary, or install it below /usr.';
const allowNamespaces = 'Allow user namespaces for this user, or run where they are allowed.';

/**
 * Tells from a trial without its nonce why nothing ran (docs/codex-facts.md, "Sandbox errors"): exit 1
 * may come from the configuration, from the machine or from the command.
 */
export function whyNotStarted(outcome: Outcome): NotStarted {
  const message = errorText(outcome);
  if (exited(outcome, 2) && message.includes("unexpected argument '-P'")) {
    return { type: 'skipped', reason: 'this CLI version has no sandbox -P' };
  }
  const said = message.split('\n').find((line) => line.trim() !== '') ?? 'it said nothing';
  const line = cleanLine(said).slice(0, 300);
  if (/^bwrap: execvp /m.test(message)) {
    return {
      type: 'not started',
      reason: `the sandbox cannot see its own binary: ${line}`,
      remedy: readBinary,
    };
  }
  // A denied place that is an absolute link (seen on 0.139.0 and 0.169.0).
  const link = /^bwrap: Can't (?:mount tmpfs on|create file at) (?:\/newroot)?(\S+): No such file/m.exec(
    message,
  )?.[1];
  if (link !== undefined) {
    return {
      type: 'not started',
      reason: line,
      remedy: `${link.split('/').at(-1)} is denied and is a link: deny what it leads to in its place.`,
    };
  }
  if (/^bwrap: /m.test(message)) return { type: 'not started', reason: line, remedy: allowNamespaces };
  if (exited(outcome, 1) && line.startsWith('Error: ')) {
    return { type: 'refused', message: line.replace(/^Error: /, '') };
  }
  return {
    type: 'not started',
    reason: `${describeEnd(outcome.end)}: ${line}`,
    remedy: 'Run codex sandbox with this profile by hand, and read what it says.',
  };
}
