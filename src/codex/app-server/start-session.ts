import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import type { Outcome } from '../../domain/base/outcome.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { configWarnings } from '../../domain/checks/judge/config.ts';
import { isBubblewrapNotice } from '../../domain/policy/cli-verdict.ts';
import {
  type SessionAnswer,
  type SessionTrial,
  startedThread,
} from '../../domain/policy/config/session-check.ts';
import type { PrivateCli } from '../cli/private-cli.ts';
import { insideManaged, makeManagedStandIn, managedOutcome } from '../config/managed-folder.ts';
import { AppServerError } from './app-server-client.ts';
import { withAppServer } from './app-server-session.ts';

type Values = Readonly<Record<string, unknown>>;

// Only these are kept: servers and hooks of the team are not started just to ask a question.
const settings = [
  'approval_policy',
  'approvals_reviewer',
  'default_permissions',
  'features',
  'model',
  'permissions',
  'sandbox_mode',
  'web_search',
];

/** Starts an ephemeral thread on a private home and a private /etc/codex; no login and no network is needed. */
export async function startSession(
  { codex, home, work, start }: Pick<PrivateCli, 'codex' | 'home' | 'work' | 'start'>,
  { requirements, managedConfig, config, set }: SessionTrial,
  { platform }: { platform: NodeJS.Platform },
): Promise<SessionAnswer> {
  const isManaged = requirements !== undefined || managedConfig !== undefined;
  if (isManaged && platform !== 'linux') {
    return { type: 'not asked', reason: 'only on Linux can the CLI be given requirements of its own' };
  }
  const standIn = await makeManagedStandIn(work);
  const write = (path: string, values: Values) => writeFile(path, stringify(values), { mode: 0o600 });
  await write(join(home, 'config.toml'), onlySettings(config));
  if (requirements) {
    const { hooks: _, ...safe } = requirements;
    await write(join(standIn.etc, 'requirements.toml'), safe);
  }
  if (managedConfig) await write(join(standIn.etc, 'managed_config.toml'), onlySettings(managedConfig));

  const flags = set.flatMap((one) => ['-c', one]);
  const argv = (args: readonly string[]): [string, ...string[]] =>
    isManaged ? insideManaged(standIn, [codex, ...args, ...flags]) : [codex, ...args, ...flags];
  let ended: Promise<Outcome> | undefined;
  const answer = await withAppServer(
    {
      codexStart: (args) => {
        const server = start(argv(args));
        ended = server.outcome;
        return server;
      },
      record: () => undefined,
    },
    async ({ client, handshake }): Promise<SessionAnswer> => {
      if (handshake.type === 'silent') return { type: 'refused', message: handshake.reason };
      if (handshake.type === 'refused') return { type: 'refused', message: handshake.message };
      const reply = await client.request('thread/start', { cwd: work, ephemeral: true }).catch(refusalOnly);
      const warnings = configWarnings(client.notifications)
        .map(({ summary, details }) => redactOutput(`${summary} ${details}`.trim()))
        .filter((summary) => !isBubblewrapNotice(summary));
      const swallowed = warnings.find((summary) => summary.includes('using defaults'));
      if (reply instanceof AppServerError)
        return { type: 'refused', message: swallowed ?? redactOutput(reply.message) };
      if (swallowed !== undefined) return { type: 'refused', message: swallowed };
      return { type: 'started', thread: startedThread.parse(reply), warnings };
    },
  );
  const hindrance = isManaged && ended ? managedOutcome(await ended) : undefined;
  return hindrance?.type === 'hindered' ? { type: 'not asked', reason: hindrance.reason } : answer;
}

function refusalOnly(cause: unknown): AppServerError {
  if (cause instanceof AppServerError) return cause;
  throw cause;
}

const onlySettings = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => settings.includes(key)));
