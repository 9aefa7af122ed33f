import { importTeams, listTeams } from '../../app/metrics/quality/teams.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderImportedRows, renderImportedRowsJson } from '../../report/metrics/imported-files.ts';
import { renderTeams } from '../../report/people/teams.ts';
import { arg } from '../program/flags.ts';
import { group, type Subcommand, subcommand } from '../program/subcommand.ts';

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'who belongs to which team and cost centre',
  run: (_, { read }) => read(listTeams),
  text: renderTeams,
  json: (members) =>
    jsonDocument('teams', {
      members: members.map(({ person, team, costCentre }) => ({ person, team, cost_centre: costCentre })),
    }),
});

const importing = subcommand({
  name: 'import',
  summary: 'teams and cost centres from a table, for metrics by team',
  args: { file: arg('<file>', 'CSV or JSON with the columns email, team and cost_centre') },
  run: ({ file }, { world, signal, say, record }) =>
    record((store) =>
      importTeams(world, store, { file, signal, onProgress: ({ done = 0 }) => say(`${done} rows read\n`) }),
    ),
  text: renderImportedRows,
  json: renderImportedRowsJson,
  notes: 'People who are not in the table stay in their teams; an empty team takes a person out of a team.',
});

/** `people teams` */
export const teams: Subcommand = {
  name: 'teams',
  summary: 'teams and cost centres, by which metrics can be grouped',
  define: group({
    subcommands: [list, importing],
    examples: [
      ['codex-cockpit people teams import teams.csv', 'columns: email, team, cost_centre'],
      ['codex-cockpit people teams', 'who belongs where'],
    ],
  }),
};
