import { constants } from 'node:os';
import { resolve } from 'node:path';
import { identifyCodex } from '../../../codex/cli/find.ts';
import { teamHome } from '../../../codex/cli/isolation.ts';
import { readTeamSecrets } from '../../../codex/config/team-layers.ts';
import { captureEvents, captureMessages } from '../../../codex/exec/capture-streams.ts';
import { type Prompt, passInput } from '../../../codex/exec/pass-input.ts';
import { type RunSession, readRunSession } from '../../../codex/exec/read-run-session.ts';
import type { ExecEnd } from '../../../codex/exec/start-exec.ts';
import { WorkError } from '../../../domain/base/errors.ts';
import { redactOutput } from '../../../domain/base/redact/redact.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { ciJob } from '../../../domain/runs/stream/ci-job.ts';
import type { ExecArguments } from '../../../domain/runs/stream/exec-arguments.ts';
import type { StreamReading } from '../../../domain/runs/stream/fold-stream.ts';
import { judgeRun } from '../../../domain/runs/stream/judge-run.ts';
import { policyOf } from '../../../domain/runs/stream/policy-of.ts';
import { tellsOfWork } from '../../../domain/runs/stream/tells-of-work.ts';
import { type AnswerVerdict, validateAnswer } from '../../../domain/runs/stream/validate-answer.ts';
import type { World } from '../../world/world.ts';
import { readBefore } from './before.ts';
import type { BegunCapture, CaptureRequest, CaptureResult } from './capture.ts';
import { recordRun } from './record-run.ts';
import { pathFrom, readRunChanges } from './run-changes.ts';
import { keepLastMessage, textsOf, writeRunFiles } from './run-folder.ts';

/** Captures a run that was started, until it has ended and all of it is written. */
export async function finishCapture(
  world: World,
  begun: BegunCapture,
  request: CaptureRequest,
): Promise<CaptureResult> {
  const { args, exec, folder, id } = begun;
  const onAbort = () => exec.stop();
  if (request.signal.aborted) onAbort();
  request.signal.addEventListener('abort', onAbort, { once: true });
  const ended = exec.exit.then((end) => ({ end, durationMs: Math.round(performance.now() - exec.started) }));
  let working = false;
  const before = readBefore(world, begun, request, () => working);
  // Waited for after the run: until then a fault of it has no reader.
  before.catch(() => undefined);
  const prompt = passInput(exec.stdin ? request.stdin() : undefined, exec.stdin, {
    argument: args.prompt,
    mayBePrompt: args.promptOnStdin,
  });
  const secrets = await readTeamSecrets({
    home: teamHome(world.environment),
    project: resolve(world.cwd, args.folder ?? '.'),
  }).catch(() => []);
  const heard = exec.hangUpWhenQuiet();
  const [events, messages] = await Promise.all([
    captureEvents(exec.stdout, {
      folder,
      secrets,
      heard,
      passTo: args.json ? request.stdout : undefined,
      onEvent: (event) => {
        working ||= tellsOfWork(event);
        if (!args.json) request.onEvent(event);
      },
    }),
    captureMessages(exec.stderr, { folder, secrets, heard, passTo: request.stderr }),
  ]);
  const { end, durationMs } = await ended;
  request.signal.removeEventListener('abort', onAbort);
  const asked = prompt();
  const { reading } = events;
  if (!args.json && reading.lastMessage !== undefined) {
    const text = request.stdout?.isTTY === true ? clean(reading.lastMessage) : reading.lastMessage;
    request.stdout?.write(`${text}\n`);
  }
  const [known, changes, session, answer] = await Promise.all([
    before,
    before.then(({ repository, changed }) => readRunChanges(world, begun, { repository, changed, reading })),
    reading.thread === null ? undefined : readRunSession(teamHome(world.environment), reading.thread),
    before.then(({ inputs: { schema } }) => judgeAnswer(args, schema, reading)),
  ]);
  const verdict = judgeRun({
    reading,
    end,
    interrupted: request.signal.aborted,
    stderr: messages.looked,
    schemaFault: answer?.type === 'invalid' ? answer.fault : undefined,
  });
  const version = await versionOf(world, begun, { session, packaged: known.program.version });
  const last = await writing(folder, end, keepLastMessage(folder, reading.lastMessage, secrets));
  const files = [
    { name: 'events.jsonl', stored: events.stored, raw: events.raw },
    { name: 'stderr.txt', stored: messages.stored, raw: messages.raw },
    ...last,
  ];
  const texts = await writing(folder, end, textsOf(folder, files));
  const ci = ciJob(world.environment);
  const { repository } = known;
  const stdin = request.stdinFile?.();
  const fileOfPrompt =
    stdin === undefined ? undefined : redactOutput(pathFrom(repository?.root ?? world.cwd, stdin), secrets);
  const run: CapturedRun = {
    v: 1,
    run: id,
    origin: 'captured',
    mode: request.mode ?? (ci ? 'ci' : 'local'),
    started_at: exec.startedAt.toISOString(),
    duration_ms: durationMs,
    end,
    ...verdict,
    thread: reading.thread,
    tool: {
      version: version.stated ?? null,
      pin: known.pin ?? null,
      sha256: known.program.sha256 ?? null,
      model: session?.model || args.model || null,
      effort: session?.effort || null,
      profile: args.profile ?? null,
    },
    arguments: args.shown.map((one) => redactOutput(one, secrets)),
    git: repository
      ? {
          repository: repository.name,
          branch: repository.branch,
          base: repository.head,
          head: changes.head,
          dirty: repository.dirty,
        }
      : null,
    ci,
    inputs: { prompt: promptOf(asked, secrets, fileOfPrompt), ...known.inputs.inputs },
    policy: policyOf(session, args),
    usage: reading.usage,
    turns: Math.max(reading.turns.started, reading.turns.completed + reading.turns.failed),
    items: reading.items,
    commands: reading.commands.map((one) => ({ ...one, command: redactOutput(one.command, secrets) })),
    commands_total: reading.commands_total,
    changes: changes.changes,
    faults: [
      ...reading.faults,
      ...events.faults,
      ...messages.faults,
      ...known.faults,
      ...changes.faults,
      ...version.faults,
      ...(answer?.type === 'unchecked' ? [answer.why] : []),
    ].map((fault) => redactOutput(cleanLine(fault), secrets).slice(0, 500)),
    files,
    texts: texts.map(({ evidence }) => evidence),
  };
  run.message = redactOutput(run.message, secrets);
  await writing(folder, end, writeRunFiles(folder, run));
  const recorded = request.record
    ? await recordRun(world, request, { run, blobs: texts.map(({ blob }) => blob), actor: known.actor })
    : { why: undefined };
  return { run, folder, exit: exitOf(end, request.signal.aborted), recorded };
}

/** @throws WorkError when a file of the evidence folder cannot be written or read, with how the CLI ended */
async function writing<T>(folder: string, end: ExecEnd, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new WorkError(
      `${folder}: the run is not captured: ${(cause as Error).message}`,
      `The CLI itself ended with ${end.signal ?? `exit code ${end.code ?? 'unknown'}`}. Check the disk and the permissions of the folder.`,
      cause,
    );
  }
}

async function judgeAnswer(
  { outputSchema }: ExecArguments,
  schema: string | undefined,
  { lastMessage, turns }: StreamReading,
): Promise<AnswerVerdict | undefined> {
  if (outputSchema === undefined || turns.completed === 0) return undefined;
  if (schema === undefined) return { type: 'unchecked', why: 'the output schema could not be read' };
  return validateAnswer(schema, lastMessage);
}

/** The version of the CLI: what its session says, else its package, else the CLI itself, asked on a private CODEX_HOME. */
async function versionOf(
  { environment }: World,
  { codex, args }: BegunCapture,
  { session, packaged }: { session: RunSession | undefined; packaged: string | undefined },
): Promise<{ stated: string | undefined; faults: readonly string[] }> {
  // A session that goes on names the version that began it.
  const told = args.subcommand === 'resume' || args.subcommand === 'fork' ? '' : (session?.version ?? '');
  if (told !== '') {
    const differs = packaged !== undefined && packaged !== told;
    return {
      stated: told,
      faults: differs ? [`the session file says ${told}, the package ${packaged}`] : [],
    };
  }
  if (packaged !== undefined) return { stated: packaged, faults: [] };
  const signal = AbortSignal.timeout(10_000);
  const { version } = await identifyCodex(codex, { environment, signal }).catch(() => ({
    version: undefined,
  }));
  return { stated: version, faults: [] };
}

function promptOf(
  prompt: Prompt | undefined,
  secrets: readonly string[],
  file: string | undefined,
): CapturedRun['inputs']['prompt'] {
  if (!prompt) return null;
  const { from, sha256, bytes, begin } = prompt;
  // Redacted before it is cut: half a secret has another shape.
  const redacted = redactOutput(begin, secrets);
  const [first = ''] = redacted
    .split('\n')
    .map(cleanLine)
    .filter((line) => line !== '');
  return {
    ...{ from, sha256, bytes, summary: first.slice(0, 200) },
    ...(from === 'stdin' && file !== undefined && { file }),
  };
}

function exitOf(end: ExecEnd, interrupted: boolean): number {
  if (interrupted) return 130;
  if (end.signal !== null) return 128 + constants.signals[end.signal];
  return end.code ?? 1;
}
