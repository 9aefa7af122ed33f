import { clean } from '../../domain/base/text/clean.ts';
import { formatSize } from '../../domain/base/text/size.ts';
import type { DatabaseCheck, DatabaseStats, SecretFinds } from '../../domain/database/looked-at.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';
import { proofFields, renderProof } from '../history/proof.ts';

/** What a look at the whole database found, for people. */
export function renderCheck({ sound, damage, unreadable, guards, underived, proof }: DatabaseCheck): string {
  const lines = [
    sound ? 'The database is sound.' : 'The database is NOT sound.',
    ...damage.map((line) => `File: ${line}`),
    ...unreadable.map((line) => `Unreadable: ${line}`),
    ...guards.map((line) => `Guard: ${line}`),
    ...(guards.length > 0
      ? ['Somebody changed the triggers that keep the log append-only. Restore a backup.']
      : []),
    ...underived.map((line) => `Derived: ${line}`),
    ...(underived.length > 0
      ? ['codex-cockpit db rebuild derives these tables from the history again.']
      : []),
  ];
  const rest = proof
    ? renderProof(proof)
    : 'The file is too damaged to prove the history. Restore a backup.\n';
  return clean(`${lines.join('\n')}\n${rest}`);
}

/** The same for programs, `codex-cockpit/db-check` version 1 (docs/json.md). */
export function renderCheckJson({ proof, ...found }: DatabaseCheck): string {
  return jsonDocument('db-check', { ...found, proof: proof ? proofFields(proof) : null });
}

/** How large a database is, for people. */
export function renderStats(stats: DatabaseStats): string {
  const { entries, firstAt, lastAt, kinds, texts, textBytes, largestText, bytesPerEntry } = stats;
  const rows = [
    ['Entries', firstAt === undefined ? '0' : `${entries}, from ${firstAt} to ${lastAt}`],
    ['File', `${formatSize(stats.fileBytes)}, of which ${formatSize(stats.freeBytes)} are free`],
    ['WAL', formatSize(stats.walBytes)],
    ['Texts', `${texts}, together ${formatSize(textBytes)}, the largest ${formatSize(largestText)}`],
    [
      'Per entry',
      bytesPerEntry === undefined ? '-' : `${formatSize(bytesPerEntry)} in the log and its indexes`,
    ],
    ...kinds.map((one) => ['', `${one.kind} ${one.entries}`]),
  ];
  return clean(`${alignColumns(rows).join('\n')}\n`);
}

/** The same for programs, `codex-cockpit/db-stats` version 1 (docs/json.md). */
export function renderStatsJson(stats: DatabaseStats): string {
  return jsonDocument('db-stats', {
    entries: stats.entries,
    first_at: stats.firstAt ?? null,
    last_at: stats.lastAt ?? null,
    kinds: stats.kinds,
    texts: stats.texts,
    text_bytes: stats.textBytes,
    largest_text: stats.largestText,
    file_bytes: stats.fileBytes,
    free_bytes: stats.freeBytes,
    wal_bytes: stats.walBytes,
    bytes_per_entry: stats.bytesPerEntry ?? null,
  });
}

/** Where secrets are in the history, for people; never the secrets themselves. */
export function renderSecrets({ texts, entries }: SecretFinds, removed: boolean): string {
  if (texts.length + entries.length === 0)
    return 'No secret was found in what checks and commands printed.\n';
  const rows = texts.map(({ digest, bytes, namedBy }) => [
    digest.slice(0, 12),
    formatSize(bytes),
    namedBy.map(({ seq, label }) => `#${seq} ${label}`).join(', '),
  ]);
  const stay =
    entries.length === 0
      ? []
      : [
          `${entries.length} entries contain a secret in their own text, which cannot be removed: ${entries.map((seq) => `#${seq}`).join(', ')}`,
        ];
  const lines = [
    `${removed ? 'Removed' : 'Found'} ${texts.length} texts that contain secrets.`,
    ...alignColumns(rows),
    ...stay,
    'Replace these secrets where they are used. Older backups, bundles and evidence still contain them: delete or replace those too.',
  ];
  return clean(`${lines.join('\n')}\n`);
}

/** The same for programs, `codex-cockpit/db-scrub` version 1 (docs/json.md). */
export function renderSecretsJson({ texts, entries }: SecretFinds, removed: boolean): string {
  return jsonDocument('db-scrub', {
    removed,
    texts: texts.map(({ digest, bytes, namedBy }) => ({ digest, bytes, named_by: namedBy })),
    entries,
  });
}
