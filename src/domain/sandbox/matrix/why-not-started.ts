import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';

/** Why no command ran in the sandbox. */
export type NotStarted =
  | { type: 'refused'; message: string }
  | { type: 'not started'; reason: string; remedy: string }
  | { type: 'skipped'; reason: string };

const readBinary = 'Let the profile read the folder of the codex binary, or install it below /usr.';
const crossesLink =
  'On the way to a place that the profile names is a link: name the place that it leads to, or make it a folder.';
const ofKernel = 'Take /proc, /sys and /dev out of what the profile opens: nothing can be made in them.';
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
  // Seen on 0.139.0: it looks for `.codex` and the like in everything that may be written.
  const file = /failed to inspect synthetic bubblewrap mount target (\S+)\/\.\w+: Not a directory/.exec(
    message,
  )?.[1];
  if (file !== undefined) {
    return {
      type: 'not started',
      reason: `the CLI ends with a panic, since ${cleanLine(file.split('/').at(-1) ?? '')} may be written and is a file`,
      remedy: 'Open the folder that the file is in, or leave the line out.',
    };
  }
  if (message.includes('crosses writable symlink')) {
    return {
      type: 'not started',
      reason: line,
      remedy: crossesLink,
    };
  }
  if (message.includes('Argument list too long')) {
    return {
      type: 'not started',
      reason: `the rules do not fit on a command line with the long paths of an isolated environment: ${line}`,
      remedy: 'Name folders in place of what is in them. The CLI may take the same rules with shorter paths.',
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
  if (/^bwrap: Can't (?:bind mount|mkdir) (?!\/(?:proc|sys|dev)\b)/m.test(message))
    return { type: 'not started', reason: line, remedy: crossesLink };
  if (/^bwrap: Can't (?:bind mount|mkdir) /m.test(message))
    return { type: 'not started', reason: line, remedy: ofKernel };
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
