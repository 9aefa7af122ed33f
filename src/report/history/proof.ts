import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { type AuthorityFinding, isAuthorityFault } from '../../domain/history/authority/authority-finding.ts';
import type { CheckpointFinding } from '../../domain/history/checkpoints/judge-checkpoints.ts';
import { describeFaults, type HistoryProof } from '../../domain/history/proof/proof.ts';
import { describeUntold } from '../../domain/history/proof/untold.ts';
import { jsonDocument } from '../base/json-document.ts';

/** The result of a walk over the history, for people. */
export function renderProof(proof: HistoryProof): string {
  const { whole, entries, head, root, removedBlobs, fullTexts, untold, checkpoints, unseen } = proof;
  const notes = [
    ...describeAuthority(proof.authority),
    ...describeClock(proof.clock),
    ...(removedBlobs > 0
      ? [`${removedBlobs} texts were removed; entries record that, and their digests stay.`]
      : []),
    ...checkpoints
      .filter(({ remark }) => remark !== undefined)
      .map(({ source, remark }) => `Checkpoint of ${source}: ${remark}.`),
    ...(fullTexts > 0 ? [describeFull(fullTexts)] : []),
    ...untold.map(describeUntold),
    ...unseen.map(({ place, reason }) => `Not checked: ${place}: ${reason}`),
  ];
  if (!whole) {
    const faults = describeFaults(proof);
    return lines(
      `The history is NOT whole. ${entries} entries are as they were chained.`,
      ...faults,
      ...notes,
    );
  }
  if (entries === 0) return lines('The history is empty.', ...notes);
  return lines(
    `The history is whole: ${entries} entries, head ${head}`,
    `Root ${root}`,
    extended(proof),
    ...notes,
  );
}

/** The same for programs, `codex-cockpit/proof` version 1 (docs/json.md). */
export function renderProofJson(proof: HistoryProof): string {
  return jsonDocument('proof', proofFields(proof));
}

/** The members of a proof in JSON. */
export function proofFields(proof: HistoryProof): object {
  const {
    whole,
    entries,
    head,
    root,
    fault,
    damagedBlobs,
    removedBlobs,
    checkpoints,
    authority,
    clock,
    unseen,
  } = proof;
  return {
    whole,
    entries,
    head: head ?? null,
    root: root ?? null,
    fault: fault ?? null,
    lost: proof.lost ?? null,
    damaged_blobs: damagedBlobs,
    removed_blobs: removedBlobs,
    full_texts: proof.fullTexts,
    untold: proof.untold,
    checkpoints: checkpoints.map(({ size, ...rest }) => ({ ...rest, size: size ?? null })),
    authority,
    clock,
    unseen,
  };
}

/** One sentence for each time that is none, each place where time runs backwards, each entry that is dated ahead. */
function describeClock({ backwards, ahead, malformed }: HistoryProof['clock']): readonly string[] {
  const all = [
    ...malformed.map(
      ({ seq, at }) => `WRONG TIME: entry ${seq} is dated ${cleanLine(at)}, which is not a valid time.`,
    ),
    ...backwards.map(
      ({ seq, at, before }) =>
        `Time goes backwards at entry ${seq}: it is dated ${at}, and entry ${seq - 1} ${before}.`,
    ),
    ...ahead.map(({ seq, at }) => `Entry ${seq} is dated ahead of the clock of this machine: ${at}.`),
  ];
  const left = all.length - mostNamed;
  return [
    ...all.slice(0, mostNamed),
    ...(left > 0 ? [`and ${left} more about times: --json lists all.`] : []),
  ];
}

function describeFull(texts: number): string {
  const which = texts === 1 ? '1 text has' : `${texts} texts have`;
  return `${which} the largest size that is stored. Only the database says whether it was cut and how long it was: no entry proves that.`;
}

/** Most findings that are named; the JSON form has all of them. */
const mostNamed = 20;

function describeAuthority(findings: readonly AuthorityFinding[]): readonly string[] {
  const faultsFirst = [...findings].sort(
    (one, other) => Number(isAuthorityFault(other)) - Number(isAuthorityFault(one)) || one.seq - other.seq,
  );
  const left = findings.length - mostNamed;
  return [
    ...faultsFirst
      .slice(0, mostNamed)
      .map(
        (one) =>
          `${isAuthorityFault(one) ? 'NOT ALLOWED' : 'Note'}: entry ${one.seq} (${one.kind}): ${one.reason}.`,
      ),
    ...(left > 0 ? [`and ${left} more about permissions: --json lists all.`] : []),
  ];
}

function extended({ checkpoints, entries }: HistoryProof): string {
  const outside = checkpoints.filter(({ kept }) => kept === 'outside');
  if (checkpoints.length === 0) return 'No checkpoint was ever made: codex-cockpit audit checkpoint';
  const seen = `It extends ${checkpoints.length} checkpoint${checkpoints.length === 1 ? '' : 's'}`;
  // Whoever can write the file can also leave out what was recorded at its end.
  return outside.length > 0
    ? `${seen}, ${outside.length} of them kept elsewhere.\n${reach(outside, entries)}`
    : `${seen}, none of them kept elsewhere: a cut-off end would not be detected.`;
}

/** Up to which entry checkpoints from outside vouch, and what could still be cut off or rewritten unseen. */
function reach(outside: readonly CheckpointFinding[], entries: number): string {
  const furthest = outside.reduce((one, other) => ((other.size ?? 0) > (one.size ?? 0) ? other : one));
  const open = entries - (furthest.size ?? 0);
  const rest = open === 1 ? 'the one after it is not covered' : `the ${open} after it are not covered`;
  return `The newest one covers up to entry ${furthest.size} of ${entries} (${furthest.source})${open > 0 ? `; ${rest}` : ''}.`;
}

function lines(...texts: readonly string[]): string {
  return clean(`${texts.join('\n')}\n`);
}
