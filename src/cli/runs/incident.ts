import { guideIncident } from '../../app/runs/incident/guide.ts';
import { readDecision } from '../../app/runs/incident/read-decision.ts';
import { readIncident, readIncidents } from '../../app/runs/incident/read-incidents.ts';
import { type AskedStep, closeIncident, openIncident, recordStep } from '../../app/runs/incidents.ts';
import { INCIDENT_CAUSES } from '../../domain/runs/events.ts';
import type { IncidentGuide } from '../../domain/runs/incident/guide.ts';
import {
  renderDecisionJson,
  renderGuideJson,
  renderIncidentListJson,
} from '../../report/runs/incident/json.ts';
import { renderIncidentMarkdown } from '../../report/runs/incident/markdown.ts';
import { renderDecision, renderGuide, renderIncidentList } from '../../report/runs/incident/text.ts';
import type { Call } from '../program/call.ts';
import { arg, choiceFlag, flag, reasonFlag, repeatedFlag, requiredFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const incidentArg = arg('[incident]', 'the incident (default: the only open one)');

const folderFlag = flag('--repository <dir>', 'the repository that the run was in (default: this one)');

const exceptionFlag = flag(
  '--exception <text>',
  'why the step counts although its check found something; the history keeps it',
);

const printed = {
  text: (guide: IncidentGuide, { paint }: Call) => renderGuide(guide, paint),
  json: renderGuideJson,
};

/** Records a step, and says what is next. */
function step({ world, record }: Call, asked: AskedStep): Promise<IncidentGuide> {
  return record(async (store) => {
    const incident = await recordStep(world, store, asked);
    return guideIncident(world, store, { incident, folder: asked.folder });
  });
}

const open = subcommand({
  name: 'open',
  summary: 'open an incident for a run whose change did harm',
  flags: {
    run: requiredFlag('--run <run>', 'the bad run'),
    good: flag(
      '--good <run>',
      'the last good run (default: the newest completed one before it with the same prompt or workflow)',
    ),
    title: requiredFlag('--title <text>', 'what went wrong'),
    folder: folderFlag,
  },
  run: ({ run, good, title, folder }, { world, record }) =>
    record(async (store) => {
      const incident = await openIncident(world, store, { run, good, title });
      return guideIncident(world, store, { incident, folder });
    }),
  ...printed,
});

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the open incidents',
  flags: { all: flag('--all', 'closed incidents too') },
  run: ({ all }, { read }) => read((store) => readIncidents(store, { which: all ? 'all' : 'open' })),
  text: renderIncidentList,
  json: renderIncidentListJson,
});

const show = subcommand({
  name: 'show',
  summary: 'an incident: its steps, and the exact commands of the next one',
  args: { incident: incidentArg },
  flags: {
    format: choiceFlag('--format <format>', 'markdown is for a ticket', ['text', 'markdown'], 'text'),
    folder: folderFlag,
  },
  run: ({ incident, folder }, { world, readExisting }) =>
    readExisting(async (store) =>
      guideIncident(world, store, { incident: await readIncident(store, incident), folder }),
    ),
  text: (guide, { given, paint }) =>
    given.format === 'markdown' ? renderIncidentMarkdown(guide) : renderGuide(guide, paint),
  json: renderGuideJson,
});

const revert = subcommand({
  name: 'revert',
  summary: 'record the commit that takes the change of the run back, once its files are as before',
  args: { incident: incidentArg },
  flags: {
    commit: requiredFlag('--commit <commit>', 'the commit after which the change is gone, such as HEAD'),
    folder: folderFlag,
    exception: exceptionFlag,
  },
  run: ({ incident, commit, folder, exception }, call) =>
    step(call, { step: 'revert', incident, commit, folder, exception }),
  ...printed,
});

const attach = subcommand({
  name: 'attach',
  summary: 'write the evidence of both runs, their provenance, packs and comparison for the ticket',
  args: { incident: incidentArg },
  flags: {
    out: requiredFlag('-o, --out <path>', 'a new folder, or a new archive that ends in .tar.gz'),
    runs: flag(
      '--runs <dir>',
      'the folder with the evidence folders (default: $CODEX_COCKPIT_RUNS, else the data folder)',
    ),
    folder: folderFlag,
    exception: exceptionFlag,
  },
  run: ({ incident, out, runs, folder, exception }, call) =>
    step(call, {
      ...{ step: 'attach', incident, out, runs, folder, exception },
      ...{ textOf: renderIncidentMarkdown, signal: call.signal },
    }),
  ...printed,
});

const decide = subcommand({
  name: 'decide',
  summary: 'compare the good and the bad run; with --cause, record what the cause is',
  args: { incident: incidentArg },
  flags: {
    cause: choiceFlag('--cause <cause>', 'what you decide; without it nothing is recorded', INCIDENT_CAUSES),
    good: flag('--good <run>', 'another good run than the one of the incident'),
    reason: flag('--reason <text>', 'why; needed for another cause than the proposed one'),
    folder: folderFlag,
  },
  run: ({ incident: asked, cause, good, reason, folder }, call) =>
    cause === undefined
      ? call.readExisting(async (store) => ({
          decision: await readDecision(call.world, store, {
            ...{ incident: await readIncident(store, asked), good, folder },
          }),
        }))
      : step(call, { step: 'decide', incident: asked, cause, good, reason, folder }).then((guide) => ({
          guide,
        })),
  text: (result, { paint }) =>
    'guide' in result ? renderGuide(result.guide, paint) : renderDecision(result.decision, paint),
  json: (result) => ('guide' in result ? renderGuideJson(result.guide) : renderDecisionJson(result.decision)),
});

const rerun = subcommand({
  name: 'rerun',
  summary: 'record a new run, once it is as decided, completed and verified',
  args: { incident: incidentArg },
  flags: {
    run: requiredFlag('--run <run>', 'the new run'),
    folder: folderFlag,
    exception: exceptionFlag,
  },
  run: ({ incident, run, folder, exception }, call) =>
    step(call, { step: 'rerun', incident, run, folder, exception }),
  ...printed,
});

const close = subcommand({
  name: 'close',
  summary: 'close an incident; exit 1 while a step is not done, unless it is accepted',
  args: { incident: incidentArg },
  flags: {
    reason: reasonFlag,
    accept: repeatedFlag('--accept <step>', 'close it in spite of this step; may be repeated'),
    folder: folderFlag,
  },
  run: ({ incident: asked, reason, accept, folder }, { world, record }) =>
    record(async (store) => {
      const incident = await closeIncident(world, store, { incident: asked, reason, accept });
      return guideIncident(world, store, { incident, folder });
    }),
  ...printed,
});

export const define = group({
  subcommands: [list, open, show, revert, attach, decide, rerun, close],
  examples: [
    [
      'codex-cockpit incident open --run 3f01b2 --title "totals are rounded twice"',
      'the steps, and how to do the first',
    ],
    ['codex-cockpit incident revert i1 --commit HEAD', 'recorded when the files of the run are as before it'],
    ['codex-cockpit incident attach i1 --out incident-i1.tar.gz', 'what a ticket needs, with digests'],
    [
      'codex-cockpit incident decide i1',
      'prompt drift or tool upgrade? compare the runs; nothing is recorded',
    ],
    ['codex-cockpit incident decide i1 --cause tool', 'recorded, with what to do about it'],
    [
      'codex-cockpit incident rerun i1 --run 77c0de',
      'recorded when that run is as decided, completed and verified',
    ],
    ['codex-cockpit incident show i1 --format markdown', 'for a ticket'],
    ['codex-cockpit incident close i1 --reason "fixed by #512"', 'once every step is done'],
  ],
});
