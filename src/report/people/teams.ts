import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Member } from '../../domain/metrics/scope.ts';
import { alignColumns } from '../base/table.ts';

/** Who belongs to which team and cost centre, one a line. */
export function renderTeams(members: readonly Member[]): string {
  if (members.length === 0)
    return 'No teams are recorded. Import them: codex-cockpit people teams import FILE.csv\n';
  const rows = members.map(({ person, team, costCentre }) => [
    cleanLine(person),
    cleanLine(team) || 'no team',
    cleanLine(costCentre) || 'no cost centre',
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}
