import { loadSuites } from '../../app/checks/load-suite.ts';
import { type FoundUses, findUses } from '../../app/upgrade/rehearsal/find-uses.ts';
import { loadRules } from '../../app/upgrade/rehearsal/load-rules.ts';
import { listRehearsals, readRehearsal } from '../../app/upgrade/rehearsal/record-rehearsal.ts';
import { type RehearsalEvent, rehearse } from '../../app/upgrade/rehearsal/rehearse.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { judgeRehearsal } from '../../domain/upgrade/rehearsal/rehearsal.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderRehearsalText } from '../../report/upgrade/rehearsal/text.ts';
import { arg, flag, repeatedFlag, requiredFlag, suiteFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';
import { rulesFlag } from './upgrade-rules.ts';

const allFlag = flag('--all', 'list every note too');

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
  },
  run: async ({ to, from, folders, projects, suites, own, only }, call) => {
    const { world, signal, say } = call;
    const suite = await loadSuites(world.cwd, suites);
    const rules = await loadRules(world, own);
    const { uses, searched, unread } = await findUses(world, { folders: projects, signal });
    say(describeUnread(unread));
    return call.record((store) =>
      followRehearsal(
        rehearse(world, store, {
          ...{ to, from, folders, suite, only, signal },
          ...{ rules, uses, searched },
        }),
        say,
      ),
    );
  },
  text: ({ rehearsal: one }, { given }) => renderRehearsalText(one, given),
  json: ({ rehearsal: one, seq }) =>
    jsonDocument('rehearsal', { verdict: judgeRehearsal(one), entry: seq ?? null, ...one }),
  exit: ({ rehearsal: one }) => exitOf(judgeRehearsal(one)),
  notes: 'Exit codes: 0 clear or warnings only, 1 blocked, 2 bad usage, 3 something could not be compared.',
});

/** `upgrade show` */
export const show = subcommand({
  name: 'show',
  summary: 'a recorded rehearsal: the newest one, or the one of a version, an id or an entry',
  args: { rehearsal: arg('[rehearsal]', 'a version, an id or the number of an entry') },
  flags: { all: allFlag },
  run: ({ rehearsal: asked }, { readExisting }) => readExisting((store) => readRehearsal(store, asked)),
  text: ({ rehearsal: one }, { given }) => renderRehearsalText(one, given),
  json: ({ head, rehearsal: one }) =>
    jsonDocument('rehearsal', { verdict: head.body.verdict, entry: head.seq, ...one }),
});

/** `upgrade rehearsals` */
export const rehearsals = subcommand({
  name: 'rehearsals',
  summary: 'all recorded rehearsals, newest first',
  run: (_, { read }) => read((store) => listRehearsals(store)),
  text: (heads) =>
    heads
      .map(
        ({ seq, at, actor, body: { from, to, verdict, counts } }) =>
          `${seq}  ${at}  ${from.version} → ${to.version}  ${verdict}  ${counts.blocker} blockers, ${counts.warning} warnings  by ${actor}\n`,
      )
      .join(''),
  json: (heads) =>
    jsonDocument('rehearsals', {
      rehearsals: heads.map(({ seq, at, actor, body }) => ({ entry: seq, at, actor, ...body })),
    }),
  advice: (heads) =>
    heads.length === 0 ? 'Rehearse an upgrade: codex-cockpit upgrade rehearse --to VERSION\n' : undefined,
});

/** Names of unread files that are printed. */
const mostNamed = 20;

function describeUnread(unread: FoundUses['unread']): string {
  const named = unread
    .slice(0, mostNamed)
    .map(({ file, reason }) => `not searched: ${cleanLine(file)}: ${reason}\n`);
  const others = unread.length - named.length;
  return [...named, ...(others > 0 ? [`not searched: ${others} more files\n`] : [])].join('');
}

function exitOf(verdict: ReturnType<typeof judgeRehearsal>): number {
  return verdict === 'blocked' ? 1 : verdict === 'incomplete' ? 3 : 0;
}

/** The rehearsal, once it has ended, with its progress shown. */
export async function followRehearsal(
  events: AsyncIterable<RehearsalEvent>,
  say: (text: string) => void,
): Promise<Extract<RehearsalEvent, { type: 'finished' }>> {
  for await (const event of events) {
    if (event.type === 'started')
      say(`Rehearsing ${event.pin.version} → ${event.candidate.version}, ${event.planned} steps…\n`);
    if (event.type === 'progress') say(`${event.done}/${event.planned} ${event.step} on the ${event.on}\n`);
    if (event.type === 'finished') return event;
  }
  throw new Error('the rehearsal ended without an answer');
}
