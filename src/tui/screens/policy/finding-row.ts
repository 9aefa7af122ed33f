import { formatPlace } from '../../../domain/base/documents/place.ts';
import type { Finding } from '../../../domain/base/shape/finding.ts';
import { baseName, ourVerdict } from '../../../domain/policy/policy-report.ts';
import { describeFinding } from '../../../report/policy/policy-report.ts';
import type { PolicyRow } from './row.ts';

/** The row of a finding in a file: where it is, what the CLI does with it, and what is wrong. */
export function findingRow(section: PolicyRow['section'], finding: Finding): PolicyRow {
  const { effect, place, field, message, remedy } = finding;
  return {
    section,
    verdict: ourVerdict([finding]),
    cells: [
      formatPlace({ ...place, file: baseName(place.file) }),
      effect,
      field === '' ? message : `${field}: ${message}`,
    ],
    detail: describeFinding(finding).join('\n').trim(),
    place,
    words: `${place.file} ${remedy}`,
  };
}
