import { hash } from 'node:crypto';
import { cleanLine } from '../../base/text/clean.ts';
import { digestChanges } from '../changes.ts';
import type { Changes } from '../events.ts';
import { type Finding, finding } from '../gates/finding.ts';
import { digestPack, type KnownPack, type PackDocument, verifiedDigest } from './document.ts';

/** The rules of `pack check`, for lists of rules such as SARIF has. */
export const PACK_RULES = {
  'pack-tampered': 'A review pack is as it was written',
  'no-verification': 'A review pack has a verification',
  'verification-failed': 'The verifications of a review pack passed',
  'verification-stale': 'The verifications of a review pack ran on its change',
  'diff-differs': 'The change is the one that was verified',
  'content-unknown': 'The content of every changed file is known',
} as const;

/** What `pack check` has to compare a pack with. */
export type PackCheck = {
  pack: PackDocument;
  /** The name that findings give the pack. */
  file: string;
  /** The change as the repository has it; undefined where there is none to compare with. */
  changes: Changes | undefined;
  /** What the history has of this pack; undefined where there is no history, or no such pack in it. */
  recorded: { sha256: string } | undefined;
  /** Whether the change needs a verification; it does unless its class says otherwise. */
  needsVerification: boolean;
};

/** Everything that is wrong with a pack. The pack alone is judged where there is nothing to compare it with. */
export function checkPack({
  pack,
  file,
  changes,
  recorded,
  needsVerification,
}: PackCheck): readonly Finding[] {
  return [
    ...tampered(pack, recorded).map((what) =>
      finding('pack-tampered', what, 'Take the pack from where it was made.', file),
    ),
    ...checkVerified({ pack, name: file, changes, needsVerification }),
  ];
}

/** What is wrong with the verifications of a pack, and where it is not of the change. */
export function checkVerified({
  pack,
  name: file,
  changes,
  needsVerification,
}: Pick<PackCheck, 'changes' | 'needsVerification'> & {
  pack: Pick<KnownPack, 'changes' | 'verification'>;
  name: string;
}): readonly Finding[] {
  const again = 'Verify the change and write the pack again: codex-cockpit pack create --verify "COMMAND"';
  return [
    ...(needsVerification && pack.verification.length === 0
      ? [finding('no-verification', 'the pack has no verification', again, file)]
      : []),
    ...pack.verification.flatMap((one) => judgeVerification(one, pack.changes.digest, file)),
    ...unknownContent(changes ?? pack.changes),
    ...(changes ? compareChanges(pack.changes, changes, file) : []),
  ];
}

function tampered(pack: PackDocument, recorded: PackCheck['recorded']): readonly string[] {
  const { changes, diff, sha256 } = pack;
  const isWhole = changes.total === changes.files.length;
  return [
    ...(digestPack(pack) === sha256
      ? []
      : ['the pack is not what its digest says: it was changed after it was made']),
    ...(hash('sha256', diff.text, 'hex') === diff.sha256
      ? []
      : ['the diff in the pack is not what its digest says']),
    ...(changes.digest !== null && isWhole && digestChanges(changes.files) !== changes.digest
      ? ['the files that the pack names are not what their digest says']
      : []),
    ...(recorded && recorded.sha256 !== sha256
      ? ['the history has recorded this pack with another content']
      : []),
  ];
}

function judgeVerification(
  one: KnownPack['verification'][number],
  digest: string | null,
  file: string,
): readonly Finding[] {
  const command = cleanLine(one.command);
  const remedy = `Run it again and write the pack again: codex-cockpit pack create --verify ${JSON.stringify(command)}`;
  if (one.verdict !== 'pass') {
    const what = one.verdict === 'fail' ? 'failed' : 'could not be carried out';
    return [finding('verification-failed', `"${command}" ${what}: ${cleanLine(one.summary)}`, remedy, file)];
  }
  if (one.before !== one.after)
    return [finding('verification-stale', `"${command}" changed files while it ran`, remedy, file)];
  const verified = verifiedDigest(one);
  return verified !== null && verified === digest
    ? []
    : [finding('verification-stale', `"${command}" did not run on the change of the pack`, remedy, file)];
}

function unknownContent({ files, digest, total }: Changes): readonly Finding[] {
  const unknown = files
    .filter(({ kind, sha256 }) => kind !== 'delete' && sha256 === null)
    .map(({ path }) =>
      finding(
        'content-unknown',
        'its content could not be read, so no verification can be tied to it',
        'Make the file readable, or leave it out.',
        path,
      ),
    );
  if (digest !== null) return unknown;
  return [
    ...unknown,
    finding(
      'content-unknown',
      `the change has ${total} files: too many for a digest`,
      'Make smaller changes.',
    ),
  ];
}

const mostCompared = 50;

/** Where a change is not that of a pack, by file. */
function compareChanges(packed: Changes, found: Changes, file: string): readonly Finding[] {
  if (packed.digest !== null && packed.digest === found.digest) return [];
  const again =
    'Verify this change and write the pack again: codex-cockpit pack create --base REF --verify "COMMAND"';
  const before = new Map(packed.files.map((one) => [one.path, one]));
  const after = new Map(found.files.map((one) => [one.path, one]));
  const differ = (message: string, path: string | null) => finding('diff-differs', message, again, path);
  const byFile = [
    ...found.files.flatMap(({ path, kind, sha256 }) => {
      const was = before.get(path);
      if (!was) return [differ('it is changed, and not in the pack', path)];
      return was.kind === kind && was.sha256 === sha256 ? [] : [differ('it is not what the pack has', path)];
    }),
    ...packed.files
      .filter(({ path }) => !after.has(path))
      .map(({ path }) => differ('it is in the pack, and not changed here', path)),
  ];
  if (byFile.length === 0) return [differ('the change is not the one of the pack', file)];
  if (byFile.length <= mostCompared) return byFile;
  const left = byFile.length - mostCompared;
  return [
    ...byFile.slice(0, mostCompared),
    differ(`and ${left} more files are not as the pack has them`, file),
  ];
}
