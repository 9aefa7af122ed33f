import { type CopyReport, findDrift, hasDrifted } from '../../app/artifacts/find-drift.ts';
import { publishArtifact } from '../../app/artifacts/publish-artifact.ts';
import { artifactCopyFields, renderDrift } from '../../report/artifacts/artifact-copies.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { arg, defaultArg, flag, kindsFlag, repeatedFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `artifact publish` */
export const publish = subcommand({
  name: 'publish',
  summary: 'write the approved text into a repository; never over a text from elsewhere',
  args: {
    artifact: arg('<artifact>', 'the artifact'),
    repository: defaultArg('[folder]', 'a folder of the repository', '.'),
  },
  flags: {
    path: flag('--path <path>', 'the path in the repository (default: as the artifact declares it)'),
    force: flag('--force', 'overwrite a text that was edited or comes from elsewhere'),
    artifacts: kindsFlag,
  },
  run: async ({ artifact, repository, path, force, artifacts: declaredIn }, { world, record, say }) => {
    const overwrite = force ? 'always' : 'never';
    const asked = { artifact, repository, path, overwrite, declaredIn } as const;
    const done = await record((store) => publishArtifact(world, store, asked));
    if (!done.header) say('JSON has no comments: the copy does not name its revision.\n');
    return done;
  },
  text: ({ replaced, revision, path }, { given: { artifact } }) =>
    replaced === 'same'
      ? `${path} has revision ${revision} of ${artifact}.\n`
      : `Published revision ${revision} of ${artifact} as ${path}.\n`,
  json: (done) => jsonDocument('artifact-publication', done),
});

/** `artifact drift` */
export const drift = subcommand({
  name: 'drift',
  summary: 'find copies in repositories that differ from the approved text; exit 1 when one does',
  args: { folders: arg('[folders...]', 'folders of repositories (default: this one)') },
  flags: {
    only: repeatedFlag('--artifact <id>', 'only this artifact; may be repeated'),
    path: flag('--path <path>', 'another path to look at; needs one --artifact'),
    diff: flag('--diff', 'show what differs'),
    artifacts: kindsFlag,
  },
  run: ({ folders, only, path, artifacts }, { world, read }) => {
    const repositories = folders.length === 0 ? ['.'] : folders;
    const asked = { repositories, artifacts: only, path, declaredIn: artifacts };
    return read((store) => Array.fromAsync<CopyReport>(findDrift(world, store, asked)));
  },
  text: (reports, { given: { diff }, paint }) => renderDrift(reports, details(diff), paint),
  json: (reports, { given: { diff } }) =>
    jsonDocument('artifact-drift', {
      drifted: reports.filter(hasDrifted).length,
      copies: reports.map((one) => artifactCopyFields(one, details(diff))),
    }),
  exit: (reports) => (reports.some(hasDrifted) ? 1 : 0),
});

function details(diff: boolean) {
  return diff ? 'with differences' : 'without differences';
}
