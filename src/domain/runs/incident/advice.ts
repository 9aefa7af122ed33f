import { shellWord } from '../../base/shell/quote-for-shell.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { CapturedRun } from '../events.ts';
import { type ComparedRow, isDecisive } from '../provenance/compare.ts';
import type { Cause } from './incident.ts';
import { shortValue } from './judge-rerun.ts';
import { shortCommit } from './revert.ts';

/** What to do or to look at, and the command for it where there is one. */
export type Advice = { text: string; command: string | undefined };

/** A commit that changed a file between two runs. */
export type FileCommit = { commit: string; isMerge: boolean; at: string; subject: string };

/** What the advice for a cause is made of. */
export type CauseFacts = {
  incident: string;
  rows: readonly ComparedRow[];
  good: CapturedRun | undefined;
  bad: CapturedRun;
  /** The pin of the rollout now. */
  pin: string;
  /** Commits between the runs by the file that they changed, newest first; undefined when the repository is not at hand. */
  commits: ReadonlyMap<string, readonly FileCommit[]> | undefined;
  /** The file whose content is the prompt of the good or of the bad run; undefined when there is none. */
  promptFile: string | undefined;
};

/** What to do about a cause, most useful first. */
export function adviseFor(cause: Cause, facts: CauseFacts): readonly Advice[] {
  switch (cause) {
    case 'prompt':
      return promptAdvice(facts);
    case 'tool':
      return toolAdvice(facts);
    case 'both':
      return [...promptAdvice(facts), ...toolAdvice(facts)];
    case 'neither':
      return neitherAdvice(facts);
    case 'unknown':
      return unknownAdvice(facts);
  }
}

/** The paths of the files that differ between two runs, by the rows of their comparison. */
export function differingFiles(rows: readonly ComparedRow[]): readonly string[] {
  return rows.flatMap((row) => (row.differs ? (pathOf(row) ?? []) : []));
}

const say = (text: string, command?: string): Advice => ({ text, command });

function promptAdvice(facts: CauseFacts): readonly Advice[] {
  const { rows, good, bad, promptFile } = facts;
  const differing = rows.filter(({ group, differs }) => group === 'prompt' && differs);
  return differing.flatMap((row) => {
    const path = pathOf(row);
    if (path !== undefined) return fileAdvice(facts, path);
    const from = cleanLine(good?.inputs.prompt?.summary ?? '');
    const to = cleanLine(bad.inputs.prompt?.summary ?? '');
    const told = say(
      `the prompt was "${from}" (${shortValue(row.good)}), and became "${to}" (${shortValue(row.bad)})`,
    );
    return promptFile === undefined ? [told] : [told, ...fileAdvice(facts, promptFile)];
  });
}

function fileAdvice({ commits }: CauseFacts, path: string): readonly Advice[] {
  const name = cleanLine(path);
  if (!isInRepository(path))
    return [say(`${name} changed outside of the repository: compare it with an earlier copy`)];
  const log = `git log -p -- ${shellWord(path)}`;
  if (!commits) return [say(`${name} changed: look for the commit in the repository`, log)];
  const touched = commits.get(path) ?? [];
  if (touched.length === 0)
    return [say(`${name} changed in no commit between the two runs: look at its last ones`, log)];
  return touched.map(({ commit, isMerge, at, subject }) =>
    say(
      `${name} was changed by ${shortCommit(commit)} on ${at.slice(0, 10)}: ${cleanLine(subject)}`,
      ['git revert --no-edit', ...(isMerge ? ['-m 1'] : []), shortCommit(commit)].join(' '),
    ),
  );
}

/** Whether a run names a file by its path from the top of the repository. */
export function isInRepository(path: string): boolean {
  return !/^(?:[/\\~$]|[a-z]:|\.\.(?:\/|$))/i.test(path);
}

function toolAdvice(facts: CauseFacts): readonly Advice[] {
  const differing = facts.rows.filter((row) => row.group === 'tool' && row.differs && isDecisive(row));
  const isVersion = differing.some(({ field }) => field === 'version');
  return differing.flatMap((row) => {
    if (row.field === 'version') return versionAdvice(facts, row);
    const path = pathOf(row);
    if (path !== undefined) return fileAdvice(facts, path);
    if (row.field === 'program') {
      return isVersion
        ? []
        : [
            say(
              `the program was another one of the same version (${shortValue(row.good)}, then ${shortValue(row.bad)}): look where it comes from`,
            ),
          ];
    }
    return [
      say(
        `${row.field} was ${cleanLine(row.good)}, and became ${cleanLine(row.bad)}: name ${cleanLine(row.good)} in the call or in config.toml`,
      ),
    ];
  });
}

function versionAdvice({ incident, pin }: CauseFacts, { good, bad }: ComparedRow): readonly Advice[] {
  const changed = `the CLI was ${cleanLine(good)}, and became ${cleanLine(bad)}`;
  if (pin === good) {
    return [
      say(
        `${changed}; the pin is ${cleanLine(good)}, so the run did not use it: install it where the run took place`,
        `npm install --global ${shellWord(`@openai/codex@${good}`)}`,
      ),
      say('the places that name another version', 'codex-cockpit pins'),
    ];
  }
  const reason = `--reason "incident ${incident}"`;
  const rollBack = say(
    `${changed}; roll the upgrade back`,
    `codex-cockpit upgrade rollback ${shellWord(good)} ${reason}`,
  );
  return pin === bad
    ? [
        rollBack,
        say(
          'or move the pin without rehearsing the way back',
          `codex-cockpit rollout pin ${shellWord(good)} ${reason}`,
        ),
      ]
    : [
        say(
          `${changed}; the pin is ${cleanLine(pin)}: move it to the version that did well`,
          `codex-cockpit rollout pin ${shellWord(good)} ${reason}`,
        ),
      ];
}

function neitherAdvice({ rows }: CauseFacts): readonly Advice[] {
  const others = rows.filter(
    ({ group, differs }) => (group === 'policy' || group === 'repository') && differs,
  );
  return [
    ...others.map(({ field, good, bad }) =>
      say(`${field} differs: ${shortValue(good)}, then ${shortValue(bad)}`),
    ),
    say(
      'the same prompt on the same tool can answer differently: give it a verification that finds the harm',
    ),
  ];
}

function unknownAdvice({ incident, rows, good }: CauseFacts): readonly Advice[] {
  if (!good)
    return [
      say(
        'there is no good run to compare with: name one',
        `codex-cockpit incident decide ${incident} --good RUN`,
      ),
    ];
  const open = rows.filter((row) => row.good === 'unknown' || row.bad === 'unknown');
  return open
    .filter(({ group }) => group === 'prompt' || group === 'tool')
    .map((row) =>
      say(`${row.field} is not known of ${row.good === 'unknown' ? 'the good run' : 'the bad run'}`),
    );
}

/** The file that a row is about; undefined for a row about something else. */
function pathOf({ group, field }: ComparedRow): string | undefined {
  if (group !== 'prompt' && group !== 'tool') return undefined;
  return /^(?:instructions|rules|output schema|config|settings) (.+)$/s.exec(field)?.[1];
}
