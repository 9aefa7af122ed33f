import { InvalidArgumentError } from 'commander';
import { exactVersion } from '../../app/rollout/start-rollout.ts';
import { planSet, type SetPlan } from '../../app/runs/set/plan-set.ts';
import { writeSet } from '../../app/runs/set/write-set.ts';
import { quoteForShell } from '../../domain/base/shell/quote-for-shell.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import {
  CODE_HOSTS,
  DEFAULT_MODEL,
  isModelName,
  parseActionRef,
  VERIFIED_ACTION,
} from '../../domain/runs/set/reviewed-set.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderReviewedSet, reviewedSetFields } from '../../report/runs/reviewed-set.ts';
import { choiceFlag, defaultArg, flag, readFlag, repeatedFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `sdlc init` */
export const init = subcommand({
  name: 'init',
  summary: 'write a reviewed set of workflows, prompts, rules and configuration into a repository',
  args: { folder: defaultArg('[folder]', 'a folder of the repository', '.') },
  flags: {
    host: choiceFlag('--for <host>', 'which workflows', CODE_HOSTS, 'github'),
    pin: flag('--pin <version>', `the CLI version (default: the pin of the rollout, else ${DEFAULT_PIN})`),
    model: readFlag('--model <model>', 'the model that the workflows name', modelName, DEFAULT_MODEL),
    action: readFlag(
      '--action-ref <commit>',
      `the commit of openai/codex-action, with its release after a colon (default: ${VERIFIED_ACTION.release}, whose commit was verified)`,
      actionRef,
      VERIFIED_ACTION,
    ),
    write: flag('--write', 'write the new files'),
    dryRun: flag('--dry-run', 'only show what would be written (this is the default)'),
    replace: repeatedFlag('--replace <path>', 'replace this file of the repository; may be repeated'),
    list: flag('--list', 'print no texts of files, only their list'),
  },
  run: async ({ folder, host, pin: asked, model, action, write, dryRun, replace }, { world, read }) => {
    const pin = exactVersion(
      asked ?? (await read(async (store) => (await store?.rollout())?.pin)) ?? DEFAULT_PIN,
    );
    const plan = await planSet(world, { folder, host, pin, model, action, replace });
    return { ...plan, written: write && !dryRun ? await writeSet(plan) : undefined };
  },
  text: (set, { given: { list }, host, paint }) =>
    renderReviewedSet(
      list ? { ...set, files: set.files.map((file) => ({ ...file, before: undefined })) } : set,
      host.writesToTerminal && !list ? 'whole' : 'differences',
      paint,
    ),
  json: (set) => jsonDocument('reviewed-set', reviewedSetFields(set)),
  advice: (set, { given }) => (set.written === undefined ? adviceBefore(set, given) : adviceAfter(set)),
  exit: ({ files, written }) =>
    written === undefined
      ? Number(files.some(({ state }) => state === 'blocked'))
      : Number(files.some(({ state }) => state === 'differs')),
  examples: [
    ['codex-cockpit sdlc init', 'show what it would write here'],
    ['codex-cockpit sdlc init --write', 'write the files that are not there'],
    [
      'codex-cockpit sdlc init --write --replace .codex/config.toml',
      'replace one of yours, after you have read its difference',
    ],
    ['codex-cockpit sdlc init --for gitlab --pin 0.150.0', 'a job for GitLab, and another version'],
  ],
  notes:
    'No file is replaced that is not named with --replace. An AGENTS.md of your own is kept; its text is only suggested.\n' +
    'Exit codes: 0 all is there or would be, 1 a file cannot be written or was left as it is, 2 bad usage,\n' +
    '3 a file could not be written: then none was.',
});

function modelName(text: string) {
  if (isModelName(text)) return text;
  throw new InvalidArgumentError('It must be the name of a model, such as gpt-5.5.');
}

function actionRef(text: string) {
  const ref = parseActionRef(text);
  if (ref) return ref;
  throw new InvalidArgumentError(
    'It must be a commit of openai/codex-action, 40 hexadecimal digits, optionally with its release: <commit>:v1.8. ' +
      'A tag can be moved. Look it up with: git ls-remote https://github.com/openai/codex-action',
  );
}

type Asked = Pick<SetPlan, 'model' | 'action'> & {
  folder: string;
  host: string;
  pin: string | undefined;
  replace: readonly string[];
};

function adviceBefore({ files }: SetPlan, { folder, host, pin, model, action, replace }: Asked): string {
  const blocked = files.filter(({ state }) => state === 'blocked');
  if (blocked.length > 0)
    return `Nothing can be written before this is out of the way: ${blocked.map(({ path }) => path).join(', ')}\n`;
  const differing = files.filter(({ state }) => state === 'differs');
  const words = [
    ...(folder === '.' ? [] : [folder]),
    ...(host === 'github' ? [] : ['--for', host]),
    ...(pin === undefined ? [] : ['--pin', pin]),
    ...(model === DEFAULT_MODEL ? [] : ['--model', model]),
    ...(action === VERIFIED_ACTION
      ? []
      : [
          '--action-ref',
          [action.commit, ...(action.release === undefined ? [] : [action.release])].join(':'),
        ]),
    ...replace.flatMap((path) => ['--replace', path]),
  ];
  if (files.every(({ state }) => state === 'same' || state === 'suggested')) return 'All of it is there.\n';
  const command = ['codex-cockpit sdlc init --write', ...words.map(typed)].join(' ');
  return [
    'Nothing was written.',
    ...(files.some(({ state }) => state === 'new' || state === 'replaced') ? [`Write it: ${command}`] : []),
    ...differing.map(({ path }) => `To replace yours: ${command} --replace ${typed(path)}`),
    '',
  ].join('\n');
}

/** A word as a person would type it. */
const typed = (word: string) => (/^[\w./:@-]+$/.test(word) ? word : quoteForShell(word));

function adviceAfter({ files }: SetPlan): string {
  const left = files.filter(({ state }) => state === 'differs').map(({ path }) => path);
  return [
    ...(left.length === 0
      ? []
      : [`Left as they are: ${left.join(', ')}. See how they differ without --write.`]),
    'Next: fill in what is open, then codex-cockpit sdlc lint, and codex-cockpit check --suite sdlc',
    '',
  ].join('\n');
}
