import {
  importChangelog,
  newestRelease,
  readChangelog,
  reviewNotes,
} from '../../app/upgrade/changelog/changelog.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderChangelog, renderChangelogJson } from '../../report/upgrade/changelog.ts';
import { arg, flag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const importFile = subcommand({
  name: 'import',
  summary: 'read release notes from a file: JSON of the releases API, or Markdown',
  args: { file: arg('<file>', 'release notes of one or more versions; - is not read, name a file') },
  run: ({ file }, { world, record }) => record((store) => importChangelog(world, store, file)),
  text: ({ releases }) =>
    releases
      .map(
        ({ version, publishedAt, notes }) =>
          `${version}  ${publishedAt?.slice(0, 10) ?? 'day unknown'}  ${countOf(notes.length, 'line')}\n`,
      )
      .join(''),
  json: ({ file, releases }) =>
    jsonDocument('changelog-import', {
      file,
      releases: releases.map(({ version, publishedAt, prerelease, notes }) => ({
        ...{ version, prerelease, notes: notes.length },
        published_at: publishedAt,
      })),
    }),
  advice: () => 'Review them: codex-cockpit changelog list --open\n',
});

const list = subcommand({
  name: 'list',
  summary: 'the release notes between the pin and a candidate, flagged by what they speak of',
  isDefault: true,
  flags: {
    from: flag('--from <version>', 'the version before (default: the pin)'),
    to: flag('--to <version>', 'the candidate (default: the newest whose notes were imported)'),
    onlyOpen: flag('--open', 'only lines that nobody reviewed'),
  },
  run: ({ from, to }, { world, readExisting }) =>
    readExisting(async (store) => {
      const candidate = to ?? (await newestRelease(store));
      if (candidate === undefined)
        throw new UsageError('no release notes were imported', 'codex-cockpit changelog import FILE');
      return readChangelog(world, store, {
        from: from ?? (await store.rollout())?.pin ?? DEFAULT_PIN,
        to: candidate,
      });
    }),
  text: (state, { given }) => renderChangelog(state, given),
  json: renderChangelogJson,
  exit: ({ open, hasCandidate }) => (open > 0 || !hasCandidate ? 1 : 0),
});

const review = subcommand({
  name: 'review',
  summary: 'mark lines of the release notes of a version as reviewed',
  args: {
    version: arg('<version>'),
    ids: arg('[ids...]', 'ids of lines (default: all of the version that are open)'),
  },
  flags: {
    concerns: flag('--concerns', 'they concern the team; needs a note'),
    note: flag('--note <text>', 'what it means for the team'),
  },
  run: ({ version, ids, concerns, note }, { world, record }) =>
    record((store) => reviewNotes(world, store, { version, ids, concerns: concerns === true, note })),
  text: ({ version, reviewed, concerns }) =>
    `Reviewed ${countOf(reviewed, 'line')} of ${version}: ${concerns ? 'they concern us' : 'no concern'}\n`,
  json: (result) => jsonDocument('changelog-review', result),
});

export const define = group({
  subcommands: [importFile, list, review],
  examples: [
    ['codex-cockpit changelog import releases.json', 'what the releases API or its command line client gave'],
    ['codex-cockpit changelog list --to 0.150.0 --open', 'what nobody has looked at yet'],
    ['codex-cockpit changelog review 0.150.0', 'the open lines of a version do not concern us'],
    [
      'codex-cockpit changelog review 0.150.0 3f2a91c04be7 --concerns --note "scripts/ci.sh uses it"',
      'a line that does',
    ],
  ],
});
