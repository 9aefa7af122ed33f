import type { Command } from 'commander';
import { approveArtifact } from '../../app/artifacts/approve-artifact.ts';
import { editArtifact } from '../../app/artifacts/edit-artifact.ts';
import { importArtifact } from '../../app/artifacts/revise-artifact.ts';
import { submitArtifact } from '../../app/artifacts/submit-artifact.ts';
import type { TextTrial } from '../../app/artifacts/try-text.ts';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { parseRole } from '../../domain/people/role.ts';
import { revisionFields } from '../../report/artifacts/artifact-json.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { recording } from '../history/with-history.ts';
import { withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { type KindFlags, withKindsFlag } from '../program/kinds-flag.ts';

type NoteFlags = CommonFlags & KindFlags & { note?: string };
type ApproveFlags = CommonFlags & KindFlags & { role?: string };

/** The commands that change what an artifact says and whether it counts. */
export function defineWriting(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const edit = command
    .command('edit')
    .description('open the newest text in $VISUAL or $EDITOR, and record what became of it as a draft')
    .argument('<artifact>', 'the artifact')
    .option('--note <text>', 'what changed and why; the history keeps it');
  withKindsFlag(withCommonFlags(edit)).action(async (artifact: string, _, command: Command) => {
    const flags = command.optsWithGlobals<NoteFlags>();
    if (!host.isInteractive) {
      throw new UsageError(
        'an editor needs a terminal',
        `Without one: codex-cockpit artifact export ${artifact} > FILE, then codex-cockpit artifact import ${artifact} FILE`,
      );
    }
    const asked = { artifact, note: flags.note, declaredIn: flags.artifacts };
    const revision = await recording(host, flags, (store) => editArtifact(host.world, store, asked));
    if (revision) host.out(renderRecorded(revision, flags));
    else host.talk('Nothing was changed, and nothing is recorded.\n');
    finish(0);
  });

  const importing = command
    .command('import')
    .description('record the text of a file as a new revision, a draft')
    .argument('<artifact>', 'the artifact')
    .argument('<file>', 'the file')
    .option('--note <text>', 'what changed and why; the history keeps it');
  withKindsFlag(withCommonFlags(importing)).action(
    async (artifact: string, file: string, _, command: Command) => {
      const flags = command.optsWithGlobals<NoteFlags>();
      const asked = { artifact, file, note: flags.note, declaredIn: flags.artifacts };
      const revision = await recording(host, flags, (store) => importArtifact(host.world, store, asked));
      host.out(renderRecorded(revision, flags));
      finish(0);
    },
  );

  const submit = command
    .command('submit')
    .description(
      'give the newest revision to its reviewers; refused while it has gaps, or policy that does not work',
    )
    .argument('<artifact>', 'the artifact');
  withKindsFlag(withCommonFlags(submit)).action(async (artifact: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags & KindFlags>();
    const asked = { artifact, declaredIn: flags.artifacts, ...trialOf(host, flags) };
    const revision = await recording(host, flags, (store) => submitArtifact(host.world, store, asked));
    host.out(renderRecorded(revision, flags));
    finish(0);
  });

  const approve = command
    .command('approve')
    .description('approve the text that you read, by its digest, in a role that it waits for')
    .argument('<artifact>', 'the artifact')
    .argument('<digest>', 'at least the first 8 digits of the sha256 that artifact show names')
    .option('--role <role>', 'in which role, when you have several');
  withKindsFlag(withCommonFlags(approve)).action(
    async (artifact: string, digest: string, _, command: Command) => {
      const flags = command.optsWithGlobals<ApproveFlags>();
      const role = flags.role === undefined ? undefined : parseRole(flags.role);
      const asked = { artifact, digest, role, declaredIn: flags.artifacts, ...trialOf(host, flags) };
      const done = await recording(host, flags, (store) => approveArtifact(host.world, store, asked));
      const { revision, nextReviewOn } = done;
      const waiting = revision.awaits.filter((one) => one !== done.role);
      host.out(
        flags.json
          ? jsonDocument('artifact-approval', {
              artifact,
              revision: revision.revision,
              sha256: revision.sha256,
              role: done.role,
              by_author: done.byAuthor,
              complete: done.complete,
              next_review_on: nextReviewOn ?? null,
              awaits: waiting,
            })
          : `Approved revision ${revision.revision} of ${artifact} as ${done.role}. ${
              done.complete
                ? `It counts from now on; its next review is on ${nextReviewOn}.`
                : `It waits for ${waiting.join(' and ')}.`
            }\n`,
      );
      finish(0);
    },
  );
}

/** How the text of policy is tried before it is recorded: a person hears of it. */
function trialOf(host: Host, { quiet }: CommonFlags): TextTrial {
  return { signal: host.interrupt, tell: (message) => (quiet ? undefined : host.talk(message)) };
}

/** A revision that was recorded or submitted, and what it needs next. */
function renderRecorded(revision: Revision, { json }: Pick<CommonFlags, 'json'>): string {
  const { artifact, revision: number, sha256, placeholders, awaits } = revision;
  if (json) return jsonDocument('artifact-revision', { artifact, ...revisionFields(revision) });
  const head = `Revision ${number} of ${artifact} (${sha256.slice(0, 12)})`;
  if (awaits.length > 0) {
    return `${head} is in review; it waits for ${awaits.join(' and ')}:\n  codex-cockpit artifact approve ${artifact} ${sha256.slice(0, 12)}\n`;
  }
  const gaps = placeholders.map((name) => `{{${name}}}`).join(', ');
  return placeholders.length > 0
    ? `${head} is a draft with gaps to fill: ${gaps}\n`
    : `${head} is a draft. Submit it: codex-cockpit artifact submit ${artifact}\n`;
}
