import { cleanLine } from '../../base/text/clean.ts';
import { countOf } from '../../base/text/progress.ts';
import type { CapturedRun, Changes } from '../events.ts';
import type { Risk } from '../gates/risk-matrix.ts';

/** What may remain uncertain about a change, in the order in which a pack says it. */
export const UNCERTAINTIES = [
  'no-verification',
  'verification-failed',
  'verification-stale',
  'verification-wrote',
  'not-digested',
  'unreadable-files',
  'secrets',
  'hidden-characters',
  'run-not-completed',
  'edited-after',
  'beyond-run',
  'reverted',
  'not-named',
  'dirty-before',
  'other-repository',
  'no-repository',
  'full-access',
  'network',
  'policy-unknown',
  'imported',
  'evidence',
  'stream-faults',
  'commands-failed',
  'commands-cut',
  'high-risk',
  'binary-files',
  'diff-cut',
  'files-cut',
  'pin',
  'usage-missing',
  'prompt-missing',
] as const;

export type Uncertainty = { rule: (typeof UNCERTAINTIES)[number]; text: string };

/** What the rules look at. */
export type PackFacts = {
  run: CapturedRun;
  evidence: 'whole' | 'differs' | 'missing';
  repository: string;
  changes: Changes;
  risk: Risk;
  verification: readonly {
    command: string;
    verdict: 'pass' | 'fail' | 'error';
    summary: string;
    before: string | null;
    after: string | null;
  }[];
  diff: { cut: boolean; redacted: boolean; hidden: boolean; binary: readonly string[] };
};

/** Everything that a reviewer cannot take from a pack, a sentence each. Nothing is uncertain only where no rule speaks. */
export function findUncertain(facts: PackFacts): readonly Uncertainty[] {
  return UNCERTAINTIES.flatMap((rule) => [rules[rule](facts)].flat().map((text) => ({ rule, text })));
}

type Rule = (facts: PackFacts) => readonly string[] | string;

const none: readonly string[] = [];

const rules: Record<Uncertainty['rule'], Rule> = {
  'no-verification': ({ verification }) =>
    verification.length > 0 ? none : 'No verification was run: nothing shows that the change works.',
  'verification-failed': ({ verification }) =>
    verification
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ command, verdict, summary }) =>
        verdict === 'fail'
          ? `The verification "${cleanLine(command)}" failed: ${cleanLine(summary)}.`
          : `The verification "${cleanLine(command)}" could not be carried out: ${cleanLine(summary)}.`,
      ),
  'verification-stale': ({ verification, changes }) =>
    verification
      .filter(({ before, after }) => before === after && before !== null && after !== changes.digest)
      .map(({ command }) => `Files changed after the verification "${cleanLine(command)}": run it again.`),
  'verification-wrote': ({ verification }) =>
    verification
      .filter(({ before, after }) => before !== after)
      .map(
        ({ command }) =>
          `The verification "${cleanLine(command)}" changed files itself, so it does not count: run it again.`,
      ),
  'not-digested': ({ changes }) =>
    changes.digest === null
      ? 'The change has too many files for a digest: no verification can be tied to it.'
      : none,
  'unreadable-files': ({ changes }) =>
    named(
      changes.files.filter(({ kind, sha256 }) => kind !== 'delete' && sha256 === null),
      (files) => `The content of ${files} is not known.`,
    ),
  secrets: ({ diff }) =>
    diff.redacted
      ? 'Something in the change looks like a secret and was taken out of this pack: look at the files.'
      : none,
  'hidden-characters': ({ diff }) =>
    diff.hidden
      ? 'The change has control characters or characters that turn the direction of text; they are taken out of this pack: look at the files.'
      : none,
  'run-not-completed': ({ run: { outcome, reason, message } }) =>
    outcome === 'completed'
      ? none
      : `The run did not complete: ${outcome}${reason === null ? '' : ` (${reason})`}${message === '' ? '' : `: ${cleanLine(message)}`}.`,
  'edited-after': ({ run, changes }) => {
    const before = new Map(run.changes.files.map((file) => [file.path, file]));
    return named(
      changes.files.filter(({ path, sha256, kind }) => {
        const was = before.get(path);
        return (
          was !== undefined && (was.sha256 !== sha256 || (was.kind === 'delete') !== (kind === 'delete'))
        );
      }),
      (files) => `Changed again after the run: ${files}.`,
    );
  },
  'beyond-run': ({ run, changes }) => {
    if (run.changes.total > run.changes.files.length) return none;
    const ofRun = new Set(run.changes.files.map(({ path }) => path));
    return named(
      changes.files.filter(({ path }) => !ofRun.has(path)),
      (files) => `Not changed by this run: ${files}.`,
    );
  },
  reverted: ({ run, changes }) => {
    if (changes.total > changes.files.length) return none;
    const left = new Set(changes.files.map(({ path }) => path));
    return named(
      run.changes.files.filter(({ path }) => !left.has(path)),
      (files) => `Changed by the run, and no longer part of the change: ${files}.`,
    );
  },
  'not-named': ({ run }) =>
    named(
      run.changes.files.filter(({ seen }) => seen === 'repository'),
      (files) => `The event stream did not name ${files}: a command, or somebody else, changed them.`,
    ),
  'dirty-before': ({ run }) =>
    run.git?.dirty ? 'There were changes in no commit before the run; they are part of this change.' : none,
  'other-repository': ({ run, repository }) =>
    run.git !== null && run.git.repository !== repository
      ? `The run was in another repository, ${cleanLine(run.git.repository)}.`
      : none,
  'no-repository': ({ run }) =>
    run.git === null
      ? 'The run was in no git repository: what it changed is known only from its stream.'
      : none,
  'full-access': ({ run }) =>
    run.policy.sandbox === 'danger-full-access'
      ? 'The run had full access to the machine (danger-full-access): it may have changed more than files of this repository.'
      : none,
  network: ({ run }) =>
    run.policy.network ? 'The run could reach the network: it may have read and sent anything.' : none,
  'policy-unknown': ({ run: { policy } }) => {
    const unknown = [
      ...(policy.sandbox === null ? ['sandbox'] : []),
      ...(policy.approval === null ? ['approval policy'] : []),
      ...(policy.network === null ? ['network access'] : []),
    ];
    if (unknown.length > 0) return `Not known of the run: ${unknown.join(', ')}.`;
    return policy.from === 'arguments'
      ? 'Sandbox and approval policy are those that were asked for; no session file confirms them.'
      : none;
  },
  imported: ({ run }) =>
    run.origin === 'imported'
      ? 'The stream was captured elsewhere and imported: nobody here saw the run.'
      : none,
  evidence: ({ evidence }) => {
    if (evidence === 'whole') return none;
    return evidence === 'differs'
      ? 'Files of the evidence folder are not those that were recorded: codex-cockpit provenance verify says which.'
      : 'The evidence folder of the run is not here: its record alone was read.';
  },
  'stream-faults': ({ run }) =>
    run.faults.length > 0 ? `The event stream has faults: ${run.faults.map(cleanLine).join('; ')}.` : none,
  'commands-failed': ({ run }) => {
    const bad = run.commands.filter(({ status, exit }) => status !== 'completed' || (exit ?? 0) !== 0);
    const [first] = bad;
    if (!first) return none;
    const how = first.exit === null || first.exit === 0 ? first.status : `exit ${first.exit}`;
    return `${countOf(bad.length, 'command')} of the run did not succeed, such as "${cleanLine(first.command)}" (${cleanLine(how)}).`;
  },
  'commands-cut': ({ run }) =>
    run.commands_total > run.commands.length
      ? `Only ${run.commands.length} of the ${run.commands_total} commands of the run are recorded one by one.`
      : none,
  'high-risk': ({ risk }) =>
    risk.reasons
      .filter(({ review, paths }) => review && paths.length > 0)
      .map(
        ({ title, why, paths, total }) =>
          `A person has to look at ${title}: ${list(paths, total)}. The reason: ${why}.`,
      ),
  'binary-files': ({ diff }) =>
    diff.binary.length > 0
      ? `Binary files, whose content no diff shows: ${list(diff.binary.slice(0, mostNamed), diff.binary.length)}.`
      : none,
  'diff-cut': ({ diff }) =>
    diff.cut ? 'The diff in this pack is cut: read the rest in the repository.' : none,
  'files-cut': ({ changes }) =>
    changes.total > changes.files.length
      ? `Only ${changes.files.length} of the ${changes.total} changed files are named; the digest is of all.`
      : none,
  pin: ({ run: { tool } }) => {
    if (tool.version === null) return 'The version of the CLI that ran is not known.';
    return tool.pin !== null && tool.pin !== tool.version
      ? `The run used Codex CLI ${cleanLine(tool.version)}; the pin is ${cleanLine(tool.pin)}.`
      : none;
  },
  'usage-missing': ({ run: { usage } }) =>
    usage.input === null && usage.output === null ? 'The run states no token usage.' : none,
  'prompt-missing': ({ run }) => (run.inputs.prompt === null ? 'The prompt of the run is not known.' : none),
};

const mostNamed = 5;

function named(files: readonly { path: string }[], say: (files: string) => string): readonly string[] {
  if (files.length === 0) return none;
  const first = files.slice(0, mostNamed).map(({ path }) => path);
  return [say(list(first, files.length))];
}

/** `a.ts, b.ts and 3 more files` */
function list(paths: readonly string[], total: number): string {
  const names = paths.map(cleanLine).join(', ');
  return total > paths.length ? `${names} and ${countOf(total - paths.length, 'more file')}` : names;
}
