import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../../domain/base/outcome.ts';
import { describeEnd, errorText } from '../../../domain/base/outcome.ts';
import { readJsonLines, reasonOf } from '../../../domain/upgrade/rehearsal/session/exec-end.ts';
import {
  eventFacts,
  provokingAnswers,
  sessionFileFacts,
  sessionFileForm,
  variableFacts,
} from '../../../domain/upgrade/rehearsal/session/format-facts.ts';
import { readModelRequest } from '../../../domain/upgrade/rehearsal/session/request-facts.ts';
import {
  endsTurnWith,
  endsWithoutProvider,
} from '../../../domain/upgrade/rehearsal/session/session-witness.ts';
import { quietFlags } from '../../config/sessions.ts';
import {
  type LoopbackModel,
  type ModelStep,
  startLoopbackModel,
} from '../../loopback-model/loopback-model.ts';
import { toolResults } from '../../loopback-model/with-loopback-model.ts';
import { Collected } from '../collect.ts';
import type { Observer, ObserverContext } from '../observer.ts';

const areas = ['events', 'sessions', 'request'] as const;
const timeoutMs = 30_000;
const refusal: ModelStep = { type: 'http-error', status: 400, body: '{}' };
const exec = [{ kind: 'command', name: 'exec' } as const];

/** What `codex exec` prints and writes, and what commands see, on an empty CODEX_HOME: the formats of a version. */
export const observeFormats: Observer = {
  name: 'formats',
  areas,
  observe: async (context) => {
    const seen = new Collected(areas);
    // The first one alone: some versions cannot start twice on a new CODEX_HOME.
    await observeTurn(context, seen);
    await Promise.all([observeFailedTurn(context, seen), observeWithoutProvider(context, seen)]);
    seen.gap(['events'], {
      what: 'events of MCP calls, agents and images',
      reason: 'nothing here provokes them',
    });
    return seen.areas;
  },
};

async function observeTurn(context: ObserverContext, seen: Collected): Promise<void> {
  const steps = provokingAnswers.map((items): ModelStep => ({ type: 'items', items }));
  const { outcome, requests } = await runExec(context, steps);
  const events = readJsonLines(outcome.stdout);
  if (outcome.end.type !== 'exit' || !events.some(({ type }) => type === 'turn.completed')) {
    seen.error(areas, `codex exec took no turn: ${describe(context, outcome)}`);
    return;
  }
  seen.facts('events', eventFacts(events));
  seen.facts('events', [
    {
      key: 'exit code of a turn',
      value: String(outcome.end.code),
      subjects: exec,
      witness: endsTurnWith([], outcome.end.code),
    },
  ]);
  await observeSessionFile(context, seen);
  const [first] = requests;
  if (first) {
    const { model, effort } = readModelRequest(first.body);
    seen.facts('request', [
      { key: 'model when none is set', value: model },
      { key: 'effort when none is set', value: effort ?? 'none' },
    ]);
  }
  const [output = ''] = requests.flatMap(({ body }) => toolResults(body));
  const variables = variableFacts(output);
  if (variables) seen.facts('request', variables);
  else seen.error(['request'], 'a command of the model did not run');
}

async function observeSessionFile({ home }: ObserverContext, seen: Collected): Promise<void> {
  const names = await readdir(join(home, 'sessions'), { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('.jsonl'));
  const [file] = files;
  if (file === undefined) {
    seen.error(['sessions'], 'codex exec wrote no session file');
    return;
  }
  seen.facts('sessions', [{ key: 'name of a session file', value: sessionFileForm(`sessions/${file}`) }]);
  const text = await readFile(join(home, 'sessions', file), 'utf8');
  seen.facts('sessions', sessionFileFacts(readJsonLines(text)));
}

async function observeFailedTurn(context: ObserverContext, seen: Collected): Promise<void> {
  const { outcome } = await runExec(context, [refusal]);
  const types = readJsonLines(outcome.stdout).map(({ type }) => String(type));
  if (outcome.end.type !== 'exit' || types.length === 0) {
    seen.error(['events'], `a failed turn: ${describe(context, outcome)}`);
    return;
  }
  const { code } = outcome.end;
  seen.facts('events', [
    {
      key: 'exit code of a failed turn',
      value: String(code),
      subjects: exec,
      witness: endsTurnWith({ fail: 400 }, code),
    },
    {
      key: 'events of a failed turn',
      value: types.join(', '),
      subjects: [...new Set(types)].map((name) => ({ kind: 'event', name })),
    },
  ]);
}

/** Whether a turn ends when nothing listens at the address of the provider, with no retries configured. */
async function observeWithoutProvider(context: ObserverContext, seen: Collected): Promise<void> {
  const { codex, work, start } = context;
  const process = start([codex, ...execWith(work, 'http://127.0.0.1:9/v1')], { timeoutMs });
  process.stdin?.end();
  let printed = '';
  const triesAgain = new Promise<'tries again'>((resolve) => {
    process.stdout?.on('data', (chunk: Buffer | string) => {
      printed += String(chunk);
      if (printed.includes('"Reconnecting')) resolve('tries again');
    });
  });
  const end = await Promise.race([triesAgain, process.outcome]);
  if (end === 'tries again') {
    await process.stop();
    seen.facts('events', [{ key: withoutProvider, value: 'is tried again without end', subjects: exec }]);
  } else if (end.end.type === 'exit' && printed.includes('"turn.failed"')) {
    seen.facts('events', [
      {
        key: withoutProvider,
        value: `fails, ${describeEnd(end.end)}`,
        subjects: exec,
        witness: endsWithoutProvider,
      },
    ]);
  } else seen.error(['events'], `${withoutProvider}: ${describe(context, end)}`);
}

const withoutProvider = 'a turn whose provider cannot be reached';

const describe = ({ tidy }: ObserverContext, outcome: Outcome) =>
  `${describeEnd(outcome.end)} ${reasonOf(tidy(errorText(outcome)))}`.trim();

async function runExec(
  { codex, work, run }: ObserverContext,
  steps: readonly ModelStep[],
): Promise<{ outcome: Outcome; requests: LoopbackModel['requests'] }> {
  const model = await startLoopbackModel(steps);
  try {
    const outcome = await run([codex, ...execWith(work, model.baseUrl)], { timeoutMs });
    return { outcome, requests: model.requests };
  } finally {
    await model.close();
  }
}

// Without a sandbox: the commands and the patch are ours, and a machine without one shall show the formats too.
const execWith = (work: string, baseUrl: string): readonly string[] => [
  'exec',
  '--json',
  '--skip-git-repo-check',
  '--dangerously-bypass-approvals-and-sandbox',
  '--disable',
  'plugins',
  '-C',
  work,
  ...quietFlags(baseUrl, {}),
  'Say: done',
];
