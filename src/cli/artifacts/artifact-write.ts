import { approveArtifact } from '../../app/artifacts/approve-artifact.ts';
import { editArtifact } from '../../app/artifacts/edit-artifact.ts';
import { importArtifact } from '../../app/artifacts/import-artifact.ts';
import { submitArtifact } from '../../app/artifacts/submit-artifact.ts';
import type { TextTrial } from '../../app/artifacts/try-text.ts';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { parseRole } from '../../domain/people/role.ts';
import { revisionFields } from '../../report/artifacts/artifacts.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import type { Call } from '../program/call.ts';
import { arg, flag, kindsFlag, readFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

const artifactArg = arg('<artifact>', 'the artifact');
const noteFlag = flag('--note <text>', 'what changed and why; the history keeps it');

const recorded = {
  text: describeRecorded,
  json: (revision: Revision) =>
    jsonDocument('artifact-revision', { artifact: revision.artifact, ...revisionFields(revision) }),
};

/** `artifact edit` */
export const edit = subcommand({
  name: 'edit',
  summary: 'open the newest text in $VISUAL or $EDITOR, and record the result as a draft',
  args: { artifact: artifactArg },
  flags: { note: noteFlag, artifacts: kindsFlag },
  run: async ({ artifact, note, artifacts: declaredIn }, { host, world, record }) => {
    if (!host.isInteractive) {
      throw new UsageError(
        'an editor needs a terminal',
        `Without one: codex-cockpit artifact export ${artifact} > FILE, then codex-cockpit artifact import ${artifact} FILE`,
      );
    }
    const revision = await record((store) => editArtifact(world, store, { artifact, note, declaredIn }));
    if (!revision) host.message('Nothing was changed, and nothing is recorded.\n');
    return revision;
  },
  text: (revision) => (revision ? recorded.text(revision) : ''),
  json: (revision) => (revision ? recorded.json(revision) : ''),
});

/** `artifact import` */
export const importing = subcommand({
  name: 'import',
  summary: 'record the text of a file as a new revision, a draft',
  args: { artifact: artifactArg, file: arg('<file>', 'the file') },
  flags: { note: noteFlag, artifacts: kindsFlag },
  run: ({ artifact, file, note, artifacts: declaredIn }, { world, record }) =>
    record((store) => importArtifact(world, store, { artifact, file, note, declaredIn })),
  ...recorded,
});

/** `artifact submit` */
export const submit = subcommand({
  name: 'submit',
  summary:
    'give the newest revision to its reviewers; refused while it has gaps, or policy that does not work',
  args: { artifact: artifactArg },
  flags: { artifacts: kindsFlag },
  run: ({ artifact, artifacts: declaredIn }, call) =>
    call.record((store) => submitArtifact(call.world, store, { artifact, declaredIn, ...trialOf(call) })),
  ...recorded,
});

/** `artifact approve` */
export const approve = subcommand({
  name: 'approve',
  summary: 'approve the text that you read, by its digest, in one of the roles that have to approve it',
  args: {
    artifact: artifactArg,
    digest: arg('<digest>', 'at least the first 8 digits of the sha256 that artifact show prints'),
  },
  flags: {
    role: readFlag('--role <role>', 'in which role, when you have several', parseRole),
    artifacts: kindsFlag,
  },
  run: async ({ artifact, digest, role, artifacts: declaredIn }, call) => {
    const asked = { artifact, digest, role, declaredIn, ...trialOf(call) };
    const done = await call.record((store) => approveArtifact(call.world, store, asked));
    return { ...done, awaits: done.revision.awaits.filter((one) => one !== done.role) };
  },
  text: ({ revision: { artifact, revision }, role, complete, nextReviewOn, awaits }) => {
    const next = complete
      ? `It is in force from now on; its next review is on ${nextReviewOn}.`
      : `It waits for ${awaits.join(' and ')}.`;
    return `Approved revision ${revision} of ${artifact} as ${role}. ${next}\n`;
  },
  json: ({ revision: { artifact, revision, sha256 }, role, byAuthor, complete, nextReviewOn, awaits }) =>
    jsonDocument('artifact-approval', {
      ...{ artifact, revision, sha256, role },
      by_author: byAuthor,
      complete,
      next_review_on: nextReviewOn ?? null,
      awaits,
    }),
});

/** How the text of a policy is tried before it is recorded, with messages for a person. */
function trialOf({ signal, say }: Call): TextTrial {
  return { signal, tell: say };
}

/** A revision that was recorded or submitted, and what it needs next. */
function describeRecorded({ artifact, revision, sha256, placeholders, awaits }: Revision): string {
  const digest = sha256.slice(0, 12);
  const head = `Revision ${revision} of ${artifact} (${digest})`;
  if (awaits.length > 0) {
    return `${head} is in review; it waits for ${awaits.join(' and ')}:\n  codex-cockpit artifact approve ${artifact} ${digest}\n`;
  }
  const gaps = placeholders.map((name) => `{{${name}}}`).join(', ');
  return placeholders.length > 0
    ? `${head} is a draft with gaps to fill: ${gaps}\n`
    : `${head} is a draft. Submit it: codex-cockpit artifact submit ${artifact}\n`;
}
