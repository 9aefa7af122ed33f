import { loadSuites } from '../../app/checks/load-suite.ts';
import { loadRules } from '../../app/upgrade/rehearsal/load-rules.ts';
import { listRehearsals, readRehearsal } from '../../app/upgrade/rehearsal/record-rehearsal.ts';
import { rehearse } from '../../app/upgrade/rehearsal/rehearse.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { findDifferenceId } from '../../domain/upgrade/rehearsal/find-difference-id.ts';
import type { RatedDifference } from '../../domain/upgrade/rehearsal/rate.ts';
import { differencesOf, judgeRehearsal, type Rehearsal } from '../../domain/upgrade/rehearsal/rehearsal.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderRehearsalJson } from '../../report/upgrade/rehearsal/json.ts';
import { type RehearsalTextOptions, renderRehearsalText } from '../../report/upgrade/rehearsal/text.ts';
import { renderWitnessJson, renderWitnessText } from '../../report/upgrade/rehearsal/witness.ts';
import type { Call } from '../program/call.ts';
import { arg, flag, repeatedFlag, requiredFlag, suiteFlag } from '../program/flags.ts';
import type { CommonFlags } from '../program/host.ts';
import { RewrittenLine } from '../program/rewritten-line.ts';
import { subcommand } from '../program/subcommand.ts';
import { followRehearsal } from './follow-rehearsal.ts';
import { rehearsalOutputFlag, writeRehearsalOutputs } from './rehearsal-outputs.ts';
import { rulesFlag } from './upgrade-rules.ts';

const allFlag = flag('--all', 'list every note, every line that uses something, and every skipped check');

/** `upgrade rehearse` */
export const rehearsal = subcommand({
  name: 'rehearse',
  summary: 'run the pin and a candidate on copies of your configuration, and compare what is seen',
  flags: {
    to: requiredFlag('--to <cli>', 'the candidate: an installed version, or a path'),
    from: flag('--from <cli>', 'the CLI of the pin (default: the installed one, else the codex on PATH)'),
    folders: repeatedFlag(
      '--folder <dir>',
      'a folder below this one in which sessions start too; repeatable',
    ),
    projects: repeatedFlag(
      '--project <dir>',
      'a folder to search for lines that use the CLI (default: this one); repeatable',
    ),
    suites: suiteFlag,
    own: rulesFlag,
    only: repeatedFlag('--only <observer>', 'only this observer, and record nothing; repeatable'),
    all: allFlag,
    outputs: rehearsalOutputFlag,
  },
  run: async ({ to, from, folders, projects, suites, own, only, quiet = false }, call) => {
    const { world, signal, host } = call;
    const suite = await loadSuites(world.cwd, suites);
    const rules = await loadRules(world, own);
    return call.record((store) =>
      followRehearsal(
        rehearse(world, store, { to, from, folders, projects, suite, only, rules, signal }),
        new RewrittenLine(host, { quiet }),
      ),
    );
  },
  text: ({ rehearsal: one, seq }, call) => renderRehearsalText(one, textOptions(call, seq)),
  json: ({ rehearsal: one, seq }) => renderRehearsalJson(one, seq),
  after: ({ rehearsal: one, seq }, call) =>
    writeRehearsalOutputs(call, { rehearsal: one, seq }, call.given.outputs),
  exit: ({ rehearsal: one }) => exitOf(judgeRehearsal(one)),
  notes: 'Exit codes: 0 clear or warnings only, 1 blocked, 2 bad usage, 3 something could not be compared.',
});

/** `upgrade show` */
export const show = subcommand({
  name: 'show',
  summary: 'a recorded rehearsal: the newest one, or the one of a version, an id or an entry',
  args: { rehearsal: arg('[rehearsal]', 'a version, an id or the number of an entry') },
  flags: {
    all: allFlag,
    witness: flag('--witness <difference>', 'only its witness, ready to paste; its id, or a part of it'),
    outputs: rehearsalOutputFlag,
  },
  run: async ({ rehearsal: asked, witness }, { readExisting }) => {
    const found = await readExisting((store) => readRehearsal(store, asked));
    return {
      ...found,
      witness: witness === undefined ? undefined : findDifference(found.rehearsal, witness),
    };
  },
  text: ({ head, rehearsal: one, witness }, call) =>
    witness ? renderWitnessText(witness, one) : renderRehearsalText(one, textOptions(call, head.seq)),
  json: ({ head, rehearsal: one, witness }) =>
    witness ? renderWitnessJson(witness, one, head.seq) : renderRehearsalJson(one, head.seq),
  after: ({ head, rehearsal: one }, call) =>
    writeRehearsalOutputs(call, { rehearsal: one, seq: head.seq }, call.given.outputs),
  examples: [
    ['codex-cockpit upgrade show 0.150.0', 'the newest rehearsal of that candidate'],
    [
      "codex-cockpit upgrade show 0.150.0 --witness 'codex mcp-server' > witness.sh",
      'what shows one difference, on the pin and on the candidate',
    ],
    [
      'codex-cockpit upgrade show --output html=rehearsal.html --output markdown=comment.md',
      'the newest one as a page for a change request, and as a comment for a pull request',
    ],
  ],
});

/** The difference with that id, or with a part of it that no other has. */
function findDifference(one: Rehearsal, asked: string): RatedDifference | undefined {
  const all = differencesOf(one);
  const id = findDifferenceId(
    all.map(({ id }) => id),
    asked,
    'difference',
  );
  return all.find((difference) => difference.id === id);
}

function textOptions(
  { given, paint, host }: Call<CommonFlags & { all: boolean }>,
  entry: number | undefined,
): RehearsalTextOptions {
  return { all: given.all, entry, paint, columns: host.columns };
}

/** `upgrade rehearsals` */
export const rehearsals = subcommand({
  name: 'rehearsals',
  summary: 'all recorded rehearsals, newest first',
  run: (_, { read }) => read((store) => listRehearsals(store)),
  text: (heads) =>
    heads
      .map(
        ({ seq, at, actor, body: { from, to, verdict, counts } }) =>
          `${seq}  ${at}  ${from.version} → ${to.version}  ${verdict}  ${countOf(counts.blocker, 'blocker')}, ${countOf(counts.warning, 'warning')}  by ${actor}\n`,
      )
      .join(''),
  json: (heads) =>
    jsonDocument('rehearsals', {
      rehearsals: heads.map(({ seq, at, actor, body }) => ({ entry: seq, at, actor, ...body })),
    }),
  advice: (heads) =>
    heads.length === 0 ? 'Rehearse an upgrade: codex-cockpit upgrade rehearse --to VERSION\n' : undefined,
});

function exitOf(verdict: ReturnType<typeof judgeRehearsal>): number {
  return verdict === 'blocked' ? 1 : verdict === 'incomplete' ? 3 : 0;
}
