import { formatPlace } from '../../../domain/base/documents/place.ts';
import { quoteForShell } from '../../../domain/base/shell/quote-for-shell.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import {
  driftedPins,
  type FoundPin,
  type LeftMentions,
  type PinScan,
  remedyOf,
} from '../../../domain/upgrade/pins/scan.ts';
import type { Paint } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';
import { renderTextDiff } from '../../base/text-diff.ts';

/**
 * How many places still name a version, and the command that shows the patch:
 * `2 places in 1 file still name 0.139.0. The patch for 1 of them: codex-cockpit pins scan --fix`
 */
export function describeLeft({
  version,
  folders,
  places,
  files,
  fixable,
  unread,
  fault,
}: LeftMentions): string {
  const named = folders.filter((folder) => folder !== '.').length === 0 ? [] : folders;
  const command = ['codex-cockpit pins scan', ...named.map(wordOf), '--fix'].join(' ');
  if (fault !== undefined)
    return `Places that name ${cleanLine(version)} could not be searched (${fault}): ${command}`;
  const missed = unread === 0 ? '' : `; ${countOf(unread, 'file')} could not be read`;
  if (places === 0) return `No place found still names ${cleanLine(version)}${missed}: ${command}`;
  const what = `${countOf(places, 'place')} in ${countOf(files, 'file')} still ${places === 1 ? 'names' : 'name'} ${cleanLine(version)}${missed}`;
  return fixable === 0
    ? `${what}. What to do: ${command.replace(/ --fix$/, '')}`
    : `${what}. The patch for ${fixable} of them: ${command}`;
}

/** A folder as a word of a shell. */
function wordOf(folder: string): string {
  const word = cleanLine(folder);
  return /^[\w./-]+$/.test(word) ? word : quoteForShell(word);
}

/** What a place does, in words: `another version, 0.150.0`. */
export function describeDrift({ drift, spec }: FoundPin): string {
  switch (drift.state) {
    case 'same':
      return `names ${cleanLine(spec)}`;
    case 'differs':
      return `another version, ${cleanLine(drift.version)}`;
    case 'floats':
      return `floats: ${cleanLine(drift.reason)}`;
    case 'unresolved':
      return `not known: ${cleanLine(drift.reason)}`;
  }
}

/** What a place does, and what to do. */
export function describePin(found: FoundPin, pin: string): string {
  return `${describeDrift(found)}. ${remedyOf(found, pin)}`;
}

/** The places, those that drift first, with what to do. */
export function renderPinsText(scan: PinScan, paint: Paint): string {
  const drifted = driftedPins(scan);
  const rest = scan.found.filter((found) => !drifted.includes(found));
  const rows = [...drifted, ...rest].map((found) => [
    found.drift.state === 'same' ? paint('green', '✔') : paint('red', '✘'),
    cleanLine(formatPlace(found.place)),
    found.form,
    describeDrift(found),
  ]);
  const remedies = new Set(drifted.map((found) => remedyOf(found, scan.pin)));
  return [
    ...alignColumns(rows).map((row) => `${row}\n`),
    ...[...remedies].map((remedy) => `  → ${remedy}\n`),
    ...scan.unread.map(({ file, reason }) => `not read: ${cleanLine(file)}: ${cleanLine(reason)}\n`),
    `${countPins(scan)}\n`,
  ].join('');
}

/** `Drift from 0.139.0: 2 of 5 places; 31 files read` */
export function countPins(scan: PinScan): string {
  const unread = scan.unread.length === 0 ? '' : `, ${scan.unread.length} not read`;
  const files = `${scan.files} ${scan.files === 1 ? 'file' : 'files'} read${unread}`;
  if (scan.found.length === 0) return `No place that names a Codex CLI version was found; ${files}`;
  return `Drift from ${scan.pin}: ${driftedPins(scan).length} of ${scan.found.length} places; ${files}`;
}

/** The fixes as patches. */
export function renderPinFixes({ fixes, pin }: PinScan, paint: Paint): string {
  return fixes
    .map(({ file, before, after }) => {
      const name = cleanLine(file);
      return renderTextDiff({ before, after, name: `${name} (pin ${pin})` }, paint, name);
    })
    .join('');
}
