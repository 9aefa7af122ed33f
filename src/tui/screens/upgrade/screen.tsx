import { cleanLine } from '../../../domain/base/text/clean.ts';
import {
  describeChange,
  renderDifference,
  renderDifferenceHead,
  witnessesOf,
} from '../../../report/upgrade/rehearsal/difference.ts';
import { renderWitnessText } from '../../../report/upgrade/rehearsal/witness.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { otherRun } from '../../shell/guards.ts';
import type { Link } from '../../shell/screen.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { stopKey } from '../../shell/work.ts';
import { linkToCheck, linkToEntry } from '../links.ts';
import { aboutUpgrade } from './about.tsx';
import { approve, reject, sign, waive } from './decide/decide.ts';
import { install, rehearse } from './decide/rehearse.ts';
import { rollBack } from './decide/roll-back.ts';
import { lookingKeys, STANDING, standingText } from './keys.ts';
import { loadUpgrade, upgrade } from './read.ts';
import {
  allDifferences,
  type DifferenceRow,
  differenceRows,
  differenceSorting,
  differenceTargets,
  selectedDifference,
  standingOf,
  usedBy,
  weightLook,
} from './rows.ts';
import { otherViews } from './views.ts';

const stopUpgradeWork = stopKey('stop-upgrade-work', {
  description: 'stop the rehearsal, the install or the import that is in progress',
  alsoOn: otherViews,
});

/** What changes for the team between the pin and a candidate, the heaviest first. */
export const upgradeScreen = listScreen<DifferenceRow>({
  id: 'upgrade',
  title: 'Upgrade',
  short: 'Upg',
  description: 'the upgrade to another CLI version: rehearsed, decided, rolled out',
  keys: [...lookingKeys, rehearse, install, waive, sign, approve, reject, rollBack, stopUpgradeWork],
  rows: differenceRows,
  sorting: differenceSorting,
  rowId: ({ difference }) => difference.id,
  rowTitle: ({ difference }) => cleanLine(difference.id),
  targets: (state) => differenceTargets(allDifferences(state)),
  columns: [
    { title: 'WEIGHT', priority: 9, cell: (row, { theme }) => weightLook(standingOf(row), theme).text },
    { title: 'AREA', priority: 7, cell: ({ difference }) => difference.area },
    { title: 'WHAT', priority: 10, least: 20, cell: ({ difference }) => cleanLine(difference.key) },
    {
      title: 'PIN → CANDIDATE',
      priority: 6,
      least: 20,
      cell: ({ difference }) => describeChange(difference),
    },
    { title: 'USED BY', priority: 8, least: 14, cell: ({ difference }) => usedBy(difference) },
  ],
  colour: (row, theme) => weightLook(standingOf(row), theme).colour,
  empty: emptyText,
  preview: (_, row) => `${waiverText(row)}${renderDifferenceHead(row.difference)}`,
  detail: (state, row) => {
    if (state.detail?.of === STANDING) return standingText(state);
    const { shown } = upgrade.of(state);
    if (!row || !shown) return undefined;
    const { pin, candidate } = shown.rehearsal;
    return `${waiverText(row)}${renderDifference(row.difference, { pin, candidate })}`;
  },
  links,
  copyOf,
  searchesDetail: true,
  above: aboutUpgrade,
  load: loadUpgrade,
});

function waiverText({ waiver }: DifferenceRow): string {
  if (!waiver) return '';
  return `waived by ${cleanLine(waiver.by)} until ${waiver.expiresAt.slice(0, 10)}: ${cleanLine(waiver.reason)}\n`;
}

/** The check that judged otherwise, the waiver, and the entry of the rehearsal. */
function links(state: State): readonly Link[] {
  const { shown, decision } = upgrade.of(state);
  if (!shown) return [];
  const rehearsed = linkToEntry(shown.head.seq, `rehearsed by ${cleanLine(shown.head.actor)}`);
  if (state.detail?.of === STANDING)
    return [
      rehearsed,
      ...(decision?.waivers ?? []).map(({ seq, difference }) =>
        linkToEntry(seq, `waived ${cleanLine(difference)}`),
      ),
      ...(decision?.signatures ?? []).map(({ seq, role, by }) =>
        linkToEntry(seq, `signed as ${role} by ${cleanLine(by)}`),
      ),
    ];
  const row = selectedDifference(state);
  return [
    ...(row?.difference.area === 'suite' ? [linkToCheck(row.difference.key)] : []),
    ...(row?.waiver ? [linkToEntry(row.waiver.seq, `waived by ${cleanLine(row.waiver.by)}`)] : []),
    rehearsed,
  ];
}

/** The name of a difference, as commands take it; of an open one its witness on both, ready to paste. */
function copyOf(state: State): string | undefined {
  if (state.detail?.of === STANDING) return standingText(state);
  const { shown } = upgrade.of(state);
  const row = selectedDifference(state);
  if (!row || !shown || !state.detail) return row?.difference.id;
  const { pin, candidate } = shown.rehearsal;
  return witnessesOf(row.difference, { pin, candidate })
    ? renderWitnessText(row.difference, shown.rehearsal)
    : renderDifference(row.difference, { pin, candidate });
}

/** What is said where there is no row: what a rehearsal is, what it leaves alone, and how one begins. */
function emptyText(state: State): string {
  const { isRead, shown, versions, fault } = upgrade.of(state);
  if (fault !== undefined && !shown) return cleanLine(fault);
  if (shown && filterOf(state, 'upgrade') !== '') return 'no difference passes the filter';
  if (shown) return 'No difference was seen. What was compared is in the next view (right).';
  if (!state.status || !isRead) return 'reading the history…';
  if (otherRun.of(state)) return 'The rehearsal is in progress; what differs is shown when it is over.';
  return [
    'May we move to another CLI version, what breaks for us, and how do we get back? A rehearsal answers that.',
    '',
    'It runs the pin and a candidate on copies of your configuration, compares what both do, and names the lines of yours that use what differs. Your files and your CODEX_HOME are not touched, no login is used, and nothing leaves this machine.',
    '',
    versions.length > 0
      ? `Installed versions: ${versions.join(', ')}. Press r to rehearse one; I installs another.`
      : 'No version is installed side by side yet. Press I to install one; then r rehearses it. r also takes the file of a CLI.',
  ].join('\n');
}
