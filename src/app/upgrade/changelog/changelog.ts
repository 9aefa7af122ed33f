import { resolve } from 'node:path';
import semver from 'semver';
import * as z from 'zod';
import { readNamedBytes } from '../../../codex/cli/read-regular-file.ts';
import { decodeUtf8 } from '../../../domain/base/documents/decode-utf8.ts';
import { UnusableError, UsageError } from '../../../domain/base/errors.ts';
import { redactOutput } from '../../../domain/base/redact/redact.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import { parseReleases } from '../../../domain/upgrade/changelog/parse-releases.ts';
import type { Release } from '../../../domain/upgrade/changelog/release.ts';
import {
  type ChangelogState,
  changelogState,
  type NoteReview,
} from '../../../domain/upgrade/changelog/review.ts';
import { AREA_NAMES, type Area } from '../../../domain/upgrade/rehearsal/area.ts';
import type { ReadStore, Store } from '../../../store/connection/open.ts';
import { toBlob, toEvidence } from '../../../store/log/blob.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

/** Most bytes of a file of release notes. */
const largestFile = 32 * 1024 * 1024;

const storedNotes = z.array(
  z.strictObject({
    id: z.string(),
    section: z.string(),
    text: z.string(),
    areas: z.array(z.enum(AREA_NAMES as readonly [Area, ...Area[]])),
  }),
);

/**
 * Reads release notes from a file and records them, a stored text for each release.
 *
 * @throws UsageError when the file cannot be read, or no release is in it
 * @throws RefusedError without a role that reviews release notes
 */
export async function importChangelog(
  world: World,
  store: Store,
  file: string,
): Promise<{ file: string; releases: readonly Release[] }> {
  const actor = await actingPerson(world);
  const shown = cleanLine(file);
  const bytes = await readNamedBytes(resolve(world.cwd, file)).catch((cause: Error) => {
    throw new UsageError(`${shown}: cannot be read: ${cleanLine(cause.message)}`);
  });
  if (bytes.length > largestFile)
    throw new UsageError(`${shown}: it has ${bytes.length} bytes, and at most ${largestFile} are read`);
  const decoded = decodeUtf8(bytes);
  if (decoded.type === 'not UTF-8')
    throw new UsageError(`${shown}:${decoded.line}:${decoded.column}: ${decoded.message}`);
  const releases = parseReleases(redactOutput(decoded.text), file);
  const parts = releases.map(({ version, notes }) => ({
    label: `release notes: ${version}`,
    blob: toBlob(JSON.stringify(notes)),
  }));
  const cut = parts.find(({ blob }) => blob.truncatedFrom !== undefined);
  if (cut) throw new UsageError(`${shown}: ${cut.label} are longer than a stored text may be`);
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'review release notes');
    const body = {
      v: 1 as const,
      file: shown,
      releases: releases.map(({ version, publishedAt, prerelease, notes }) => ({
        ...{ version, prerelease },
        ...{ published_at: publishedAt, notes: notes.length },
      })),
      parts: parts.map(({ label, blob }) => toEvidence(label, blob)),
    };
    return [
      {
        actor,
        subject: 'changelog',
        event: { kind: 'changelog.imported' as const, body },
        blobs: parts.map(({ blob }) => blob),
      },
    ];
  });
  return { file: shown, releases };
}

/** Every release whose notes were imported, in the form of its newest import. */
async function readReleases(store: Pick<ReadStore, 'blob' | 'entriesOfKind'>): Promise<readonly Release[]> {
  const imports = bodiesOf(await store.entriesOfKind('changelog.imported'), 'changelog.imported');
  const newest = new Map(
    imports.flatMap(({ seq, body }) =>
      body.releases.map(
        (release, index) => [release.version, { seq, release, part: body.parts[index] }] as const,
      ),
    ),
  );
  return Promise.all(
    [...newest.values()].map(async ({ seq, release, part }) => {
      const stored = part && (await store.blob(part.sha256));
      if (!stored)
        throw new UnusableError(
          `the release notes of ${release.version} (entry ${seq}) are no longer stored`,
          'Import them again: codex-cockpit changelog import FILE',
        );
      const notes = storedNotes.parse(JSON.parse(stored.text));
      return {
        version: release.version,
        publishedAt: release.published_at,
        prerelease: release.prerelease,
        notes,
      };
    }),
  );
}

/** All imported releases with all reviews of their lines. */
export type ChangelogRecord = Parameters<typeof changelogState>[0];

/** Everything that is recorded of release notes. */
export async function readChangelogRecord(
  store: Pick<ReadStore, 'blob' | 'entriesOfKind'>,
): Promise<ChangelogRecord> {
  const [releases, reviews] = await Promise.all([readReleases(store), readReviews(store)]);
  return { releases, reviews };
}

/** Release notes between two versions, with their reviews. */
export async function readChangelog(
  world: Pick<World, 'now'>,
  store: Pick<ReadStore, 'blob' | 'entriesOfKind'> | undefined,
  versions: { from: string; to: string },
): Promise<ChangelogState> {
  const record = store ? await readChangelogRecord(store) : { releases: [], reviews: [] };
  return changelogState(record, { ...versions, now: world.now() });
}

/** The newest version whose notes were imported; undefined while there is none. */
export async function newestRelease(
  store: Pick<ReadStore, 'blob' | 'entriesOfKind'>,
): Promise<string | undefined> {
  const releases = (await readReleases(store)).filter(({ prerelease }) => !prerelease);
  return semver.rsort(releases.map(({ version }) => version))[0];
}

async function readReviews(store: Pick<ReadStore, 'entriesOfKind'>): Promise<readonly NoteReview[]> {
  const entries = await store.entriesOfKind('changelog.reviewed');
  return bodiesOf(entries, 'changelog.reviewed').map(({ seq, at, actor, body }) => ({
    version: body.version,
    notes: body.notes,
    concerns: body.concerns,
    note: body.note,
    by: actor,
    at,
    seq,
  }));
}

/**
 * Records what a person found about lines of the release notes of a version.
 *
 * @param asked ids of lines; all that are still open when empty
 * @throws UsageError for a version without imported notes, an unknown line, or when nothing is open
 */
export async function reviewNotes(
  world: World,
  store: Store,
  asked: { version: string; ids: readonly string[]; concerns: boolean; note?: string | undefined },
): Promise<{ version: string; reviewed: number; concerns: boolean }> {
  const actor = await actingPerson(world);
  const note = cleanLine(asked.note ?? '') || undefined;
  if (asked.concerns && note === undefined)
    throw new UsageError('what concerns the team needs a note', 'Say what to do: --note TEXT');
  // Stored texts are not read while an entry is decided.
  const release = (await readReleases(store)).find(({ version }) => version === asked.version);
  let reviewed = 0;
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'review release notes');
    if (!release)
      throw new UsageError(
        `no release notes of ${cleanLine(asked.version)} were imported`,
        'Import them: codex-cockpit changelog import FILE',
      );
    const done = new Set(
      (await readReviews(views))
        .filter(({ version }) => version === asked.version)
        .flatMap(({ notes }) => notes),
    );
    const known = release.notes.map(({ id }) => id);
    const unknown = asked.ids.find((id) => !known.includes(id));
    if (unknown !== undefined)
      throw new UsageError(
        `the release notes of ${asked.version} have no line ${cleanLine(unknown)}`,
        `codex-cockpit changelog list --to ${asked.version} names the lines.`,
      );
    const notes = asked.ids.length > 0 ? [...asked.ids] : known.filter((id) => !done.has(id));
    if (notes.length === 0)
      throw new UsageError(`every line of the release notes of ${asked.version} is reviewed`);
    reviewed = notes.length;
    const { version, concerns } = asked;
    const body = { v: 1 as const, version, notes, concerns, note: note ?? null, role };
    return [{ actor, subject: `changelog/${version}`, event: { kind: 'changelog.reviewed' as const, body } }];
  });
  return { version: asked.version, reviewed, concerns: asked.concerns };
}
