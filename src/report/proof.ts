import type { HistoryProof } from '../domain/audit/proof.ts';

/** The result of a walk over the history, for people. */
export function renderProofText({ whole, entries, head, fault, damagedBlobs }: HistoryProof): string {
  if (whole)
    return entries === 0
      ? 'The history is empty.\n'
      : `The history is whole: ${entries} entries, head ${head}\n`;
  const lines = [
    ...(fault ? [`Entry ${fault.seq}: ${fault.reason}.`] : []),
    ...damagedBlobs.map((sha256) => `Blob ${sha256}: missing, or not what was recorded.`),
  ];
  return `The history is NOT whole. ${entries} entries before the fault are.\n${lines.join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/proof` version 1 (docs/json.md). */
export function renderProofJson({ whole, entries, head, fault, damagedBlobs }: HistoryProof): string {
  const document = {
    format: 'codex-cockpit/proof',
    version: 1,
    whole,
    entries,
    head: head ?? null,
    fault: fault ?? null,
    damaged_blobs: damagedBlobs,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
