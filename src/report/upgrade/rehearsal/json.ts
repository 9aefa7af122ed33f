import type { RatedArea, RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import { countWeights, judgeRehearsal, type Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { jsonDocument } from '../../base/json-document.ts';
import { NEVER_COMPARED } from './coverage.ts';

/**
 * A rehearsal for a program (docs/json.md).
 *
 * @param entry the number of its entry; undefined when it was not recorded
 */
export function renderRehearsalJson(rehearsal: Rehearsal, entry: number | undefined): string {
  const { id, at, pin, candidate, inputs, folders, searched, unsearched, rules } = rehearsal;
  const { areas, runs, durationMs } = rehearsal;
  return jsonDocument('rehearsal', {
    ...{ rehearsal: id, entry: entry ?? null, at, from: pin, to: candidate },
    verdict: judgeRehearsal(rehearsal),
    counts: countWeights(rehearsal),
    inputs_sha256: inputs,
    ...{
      folders,
      searched,
      unsearched: unsearched ?? null,
      rules: { version: rules.version, sha256: rules.digest, overrides: rules.overrides },
    },
    areas_without_rules: rehearsal.areasWithoutRules,
    never_compared: NEVER_COMPARED,
    runs: runs ?? null,
    duration_ms: durationMs,
    areas: areas.map(areaFields),
  });
}

function areaFields({ area, compared, gaps, errors, differences }: RatedArea): object {
  return {
    ...{ area, compared, errors },
    gaps: gaps.map(({ what, reason, on }) => ({ what, reason, on })),
    differences: differences.map(differenceFields),
  };
}

function differenceFields(difference: RatedDifference): object {
  const { id, key, where, change, weight, rule, overridden, uses, tried, raw } = difference;
  return {
    ...{ id, key, where, change, weight },
    pin: difference.pin ?? null,
    candidate: difference.candidate ?? null,
    concerns_team: difference.concernsTeam,
    rule: rule ?? null,
    overridden: overridden ?? null,
    uses: uses.map(({ subject, place, text }) => ({ ...subject, ...place, text })),
    witness: tried ?? null,
    raw: { pin: raw.pin ?? null, candidate: raw.candidate ?? null },
  };
}
