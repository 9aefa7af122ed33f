import { cleanLine } from '../../domain/base/text/clean.ts';
import type { EntryProofVerdict } from '../../domain/history/proof/entry-proof.ts';
import { jsonDocument } from '../base/json-document.ts';

/** What a proof of an entry came to, for people. */
export function renderEntryProof(verdict: EntryProofVerdict): string {
  if (!verdict.proved) return `NOT proved: ${cleanLine(verdict.reason)}.\n`;
  const { entry, checkpoint, signer } = verdict;
  const show = (value: unknown) => cleanLine(typeof value === 'string' ? value : JSON.stringify(value));
  return [
    `Proved: the entry is number ${show(entry.seq)} of ${checkpoint.size} in "${cleanLine(checkpoint.origin)}".`,
    `Signed with the key ${cleanLine(signer.name)}+${signer.id}.`,
    ...['at', 'actor', 'origin', 'kind', 'subject', 'body'].map(
      (column) => `${column.padEnd(8)} ${show(entry[column] ?? 'not recorded')}`,
    ),
    '',
  ].join('\n');
}

/** The same for programs, `codex-cockpit/entry-proof` version 1 (docs/json.md). */
export function renderEntryProofJson(verdict: EntryProofVerdict): string {
  if (!verdict.proved)
    return jsonDocument('entry-proof', {
      proved: false,
      reason: verdict.reason,
      checkpoint: null,
      key: null,
      entry: null,
    });
  const { origin, size, root } = verdict.checkpoint;
  return jsonDocument('entry-proof', {
    proved: true,
    reason: null,
    checkpoint: { origin, size, root },
    key: verdict.signer.text,
    entry: verdict.entry,
  });
}
