import { attestCloudModels } from '../../app/policy/attest-models.ts';
import { reviewModelPolicy, usualModelPolicy } from '../../app/policy/review-models.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderModelReport, renderModelReportJson } from '../../report/policy/model-report.ts';
import { flag } from '../program/flags.ts';
import { group, type Subcommand, subcommand } from '../program/subcommand.ts';

const policyFlag = flag('--policy <file>', `the model policy (default: ${usualModelPolicy})`);

const show = subcommand({
  name: 'show',
  isDefault: true,
  summary: 'the local policy compared with the catalogs, the cloud side by attestation',
  flags: {
    policy: policyFlag,
    codex: flag(
      '--codex <cli>',
      'the pinned CLI (a path, or an installed version; default: the first codex on PATH)',
    ),
    candidate: flag('--candidate <cli>', 'a CLI that may become the pin'),
  },
  run: ({ policy, codex, candidate }, { world, read, signal }) =>
    read((store) => reviewModelPolicy(world, store, { policy, codex, candidate, signal })),
  text: (report, { paint }) => renderModelReport(report, paint),
  json: renderModelReportJson,
  exit: ({ local, cloud }) => ([local.verdict, cloud.standing.verdict].includes('fail') ? 1 : 0),
});

const attest = subcommand({
  name: 'attest',
  summary: 'record that you looked at the models of cloud tasks in the workspace settings',
  flags: {
    statement: flag('--statement <text>', 'what you saw (default: the cloud statement of the policy)'),
    seenOn: flag('--on <day>', 'when you looked, as YYYY-MM-DD (default: today)'),
    policy: policyFlag,
  },
  run: ({ statement, seenOn, policy }, { world, record }) =>
    record((store) => attestCloudModels(world, store, { statement, seenOn, policy })),
  text: ({ statement, seenOn, until, by }) =>
    `${by} attested what was seen on ${seenOn}, until ${until}: ${statement}\n`,
  json: ({ statement, seenOn, until, by }) =>
    jsonDocument('policy-models-attest', { statement, seen_on: seenOn, until, by }),
});

/** `policy models` */
export const models: Subcommand = {
  name: 'models',
  summary: 'which models may be used, and which are available',
  define: group({
    subcommands: [show, attest],
    examples: [
      [
        'codex-cockpit policy models --candidate ./candidate/codex',
        'what an upgrade does to the allowed models',
      ],
      ['codex-cockpit policy models attest', 'you saw in the workspace settings what the policy states'],
    ],
  }),
};
