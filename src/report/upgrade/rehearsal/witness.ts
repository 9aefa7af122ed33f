import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import type { RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { jsonDocument } from '../../base/json-document.ts';
import { describeTried, witnessesOf } from './difference.ts';

/** The witness of a difference as one script for a shell, on the pin and then on the candidate; what is said are comments. */
export function renderWitnessText(difference: RatedDifference, rehearsal: Rehearsal): string {
  const { id, pin: seen, tried } = difference;
  const { pin, candidate } = rehearsal;
  const scripts = witnessesOf(difference, rehearsal);
  if (!scripts) return `# ${cleanLine(id)} has no witness.\n`;
  return [
    `# ${cleanLine(id)}`,
    `# It exits with 0 where it is as on the pin: ${cleanLine(seen ?? 'not there')}`,
    tried
      ? `# When it was tried: ${describeTried(tried)}.`
      : '# It was not tried: only witnesses of blockers are.',
    '',
    `# On the pin, ${cleanLine(pin.version)}`,
    clean(scripts.pin),
    `# On the candidate, ${cleanLine(candidate.version)}`,
    clean(scripts.candidate),
  ].join('\n');
}

/** The same for a program; the scripts are null for a difference without a witness. */
export function renderWitnessJson(difference: RatedDifference, rehearsal: Rehearsal, entry: number): string {
  const { id, tried } = difference;
  const scripts = witnessesOf(difference, rehearsal);
  return jsonDocument('witness', {
    ...{ difference: id, entry, scripts: scripts ?? null },
    tried: tried ? { pin: tried.pin, candidate: tried.candidate, confirmed: tried.confirmed } : null,
  });
}
