import type { FileKeyChanges } from '../../domain/policy/key-changes.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';

/** The keys that are new or retired, file by file. */
export function renderKeyChanges(
  files: readonly FileKeyChanges[],
  { from, to }: { from: string; to: string },
): string {
  const lines = files.flatMap((one) => {
    if (one.type === 'not tried') return [`${one.file}: the keys of ${one.version} were not tried`, ''];
    const rows = one.changes.map(({ key, value, change }) => [
      `  ${change}`,
      value === undefined ? key : `${key} = "${value}"`,
    ]);
    return [
      `${one.file}, from ${from} to ${to}${rows.length === 0 ? ': the same keys' : ''}`,
      ...alignColumns(rows),
      '',
    ];
  });
  return `${lines.join('\n').trimEnd()}\n`;
}

/** The same for programs, `codex-cockpit/policy-keys` version 1 (docs/json.md). */
export function renderKeyChangesJson(
  files: readonly FileKeyChanges[],
  { from, to }: { from: string; to: string },
): string {
  return jsonDocument('policy-keys', {
    from,
    to,
    files: files.map((one) => ({
      file: one.file,
      not_tried: one.type === 'not tried' ? one.version : null,
      changes:
        one.type === 'compared'
          ? one.changes.map(({ key, value, change }) => ({ key, value: value ?? null, change }))
          : [],
    })),
  });
}
