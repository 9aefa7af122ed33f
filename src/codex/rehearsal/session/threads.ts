import { stringify } from 'smol-toml';
import * as z from 'zod';
import type { Outcome } from '../../../domain/base/outcome.ts';
import { describeEnd, errorText } from '../../../domain/base/outcome.ts';
import { configWarnings } from '../../../domain/checks/judge/config.ts';
import { startedThread } from '../../../domain/policy/config/session-check.ts';
import { sessionFacts } from '../../../domain/policy/config/session-facts.ts';
import type { Fact } from '../../../domain/upgrade/rehearsal/observation.ts';
import { reasonOf, settingsNamedIn } from '../../../domain/upgrade/rehearsal/session/exec-end.ts';
import { showsInReply } from '../../../domain/upgrade/rehearsal/session/session-witness.ts';
import { type AppServerClient, AppServerError } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import { quietFlags } from '../../config/sessions.ts';
import type { Collected } from '../collect.ts';
import type { ObserverContext } from '../observer.ts';
import type { TeamConfiguration, TeamCopy } from '../team/copy-team.ts';
import {
  configFor,
  type SessionToStart,
  sessionsToStart,
  switchOff,
  withoutServersOf,
} from './sessions-to-start.ts';

// No program listens there, and no turn is taken.
const nowhere = 'http://127.0.0.1:9/v1';

/**
 * Starts an app-server under a configuration, and a thread in every folder. An app-server takes no profile, so
 * config.toml has what both set, as for the screens.
 *
 * @returns after how many milliseconds it answered `initialize`; undefined when it did not
 */
export async function observeThreads(
  context: Pick<ObserverContext, 'codex' | 'start'>,
  {
    copy,
    configuration,
    seen,
    left,
  }: {
    copy: TeamCopy;
    configuration: TeamConfiguration;
    seen: Collected;
    /** Is told what a session leaves in the folders. */
    left: (names: readonly string[]) => void;
  },
): Promise<number | undefined> {
  const { profile, values } = configuration;
  if (profile !== undefined && values === undefined) {
    seen.gap(['thread'], {
      what: `threads under ${configuration.name}`,
      reason: 'the file is not valid TOML',
    });
    return undefined;
  }
  await copy.writeConfig(profile === undefined ? undefined : stringify(values ?? {}));
  const sessions = sessionsToStart(copy).filter((session) => session.configuration === configuration);
  let ended: Promise<Outcome> | undefined;
  const flags = [...quietFlags(nowhere, switchOff([values])), ...copy.trust];
  const afterMs = await withAppServer(
    {
      codexStart: (args) => {
        const server = context.start([context.codex, ...args]);
        ended = server.outcome;
        return server;
      },
      record: () => undefined,
    },
    async ({ client, handshake }) => {
      if (handshake.type !== 'answered') return undefined;
      for (const session of sessions) {
        const facts = await threadFacts(client, copy, session);
        seen.facts('thread', facts);
        if (facts.length === 1)
          seen.gap(['thread'], { what: 'the thread', reason: facts[0]?.value ?? '', where: session.where });
        left(await copy.removeLeftovers());
      }
      if (profile === undefined) await listSkills(client, copy, seen);
      return handshake.afterMs;
    },
    flags,
  );
  if (afterMs === undefined && ended) notStarted(await ended, { copy, sessions, seen });
  return afterMs;
}

/** A server that leaves with a message refuses every session; one that says nothing is broken. */
function notStarted(
  outcome: Outcome,
  { copy, sessions, seen }: { copy: TeamCopy; sessions: readonly SessionToStart[]; seen: Collected },
): void {
  const reason = reasonOf(copy.told(errorText(outcome)));
  if (outcome.end.type !== 'exit' || reason === '') {
    seen.error(['thread', 'skills'], `app-server: no answer to initialize: ${describeEnd(outcome.end)}`);
    return;
  }
  for (const session of sessions) {
    const { where, folder, configuration } = session;
    seen.facts('thread', [refusedThread(reason, session)]);
    const gap = { what: 'threads and skills', reason: `app-server does not start: ${reason}` };
    seen.gap(['thread'], { ...gap, where });
    if (configuration.profile === undefined) seen.gap(['skills'], { ...gap, where: folder.name });
  }
}

// With a profile, the lines are those of a file that was written here.
const refusedThread = (reason: string, { where, configuration }: SessionToStart): Fact => ({
  key: 'thread/start',
  value: `refused: ${configuration.profile === undefined ? reason : reason.replaceAll(/:\d+:\d+/g, '')}`,
  where,
  ofTeam: true,
  subjects: settingsNamedIn(reason),
});

const started = z.looseObject({ instructionSources: z.array(z.string()).optional() });

async function threadFacts(
  client: AppServerClient,
  copy: TeamCopy,
  session: SessionToStart,
): Promise<readonly Fact[]> {
  const { where, folder } = session;
  const reply = await client
    .request('thread/start', {
      cwd: folder.folder,
      ephemeral: true,
      config: { mcp_servers: withoutServersOf(session) },
    })
    .catch(refusalOnly);
  const swallowed = configWarnings(client.notifications)
    .map(({ summary, details }) => `${summary} ${details}`)
    .find((text) => text.includes('using defaults'));
  const refused = reply instanceof AppServerError ? reply.message : swallowed;
  if (refused !== undefined) {
    const reason = reasonOf(copy.told(refused));
    return [refusedThread(reason, session)];
  }
  const request = { method: 'thread/start', params: { ephemeral: true } };
  const config = configFor(session, 'session');
  const ofTeam = true as const;
  const sources = started.parse(reply).instructionSources;
  return [
    {
      key: 'thread/start',
      value: 'started',
      where,
      ofTeam,
      witness: showsInReply(request, '"result":', config),
    },
    ...sessionFacts(startedThread.parse(reply), [])
      .filter(({ key }) => key !== 'model_provider')
      .map(({ key, value }): Fact => {
        const told = copy.told(typeof value === 'string' ? value : JSON.stringify(value));
        const name = ['approval_policy', 'sandbox_mode'].includes(key) ? `${key}=${told}` : key;
        const pattern = patternOf(key, value);
        return {
          key,
          value: told,
          where,
          ofTeam,
          subjects: [{ kind: 'setting', name }],
          ...(pattern !== undefined && { witness: showsInReply(request, pattern, config) }),
        };
      }),
    ...(sources
      ? [{ key: 'instructionSources', value: sources.map(copy.told).join(', ') || 'none', where, ofTeam }]
      : []),
  ] satisfies Fact[];
}

const replyFields: Readonly<Record<string, string>> = {
  approval_policy: 'approvalPolicy',
  approvals_reviewer: 'approvalsReviewer',
  model: 'model',
  model_reasoning_effort: 'reasoningEffort',
};

function patternOf(key: string, value: unknown): string | undefined {
  const field = replyFields[key];
  return field === undefined || typeof value !== 'string' ? undefined : `"${field}":"${value}"`;
}

const skillList = z.looseObject({
  data: z.array(
    z.looseObject({
      errors: z.array(z.looseObject({ message: z.string() })).optional(),
      skills: z.array(
        z.looseObject({ name: z.string(), scope: z.string().optional(), enabled: z.boolean().optional() }),
      ),
    }),
  ),
});

async function listSkills(client: AppServerClient, copy: TeamCopy, seen: Collected): Promise<void> {
  for (const { name: where, folder } of copy.folders) {
    const reply = await client.request('skills/list', { cwds: [folder] }).catch(refusalOnly);
    if (reply instanceof AppServerError) {
      seen.gap(['skills'], { what: 'skills/list', reason: reasonOf(copy.told(reply.message)), where });
      continue;
    }
    const { data } = skillList.parse(reply);
    const skills = data.flatMap((one) => one.skills);
    const [failed] = data.flatMap(({ errors = [] }) => errors);
    if (skills.length === 0 && failed) {
      seen.gap(['skills'], { what: 'skills/list', reason: reasonOf(copy.told(failed.message)), where });
      continue;
    }
    seen.facts(
      'skills',
      skills.map(
        ({ name, scope, enabled }): Fact => ({
          key: `skill ${name}`,
          value: `${scope ?? 'no scope'}${enabled === false ? ', switched off' : ''}`,
          where,
          subjects: [{ kind: 'skill', name }],
          ...(scope !== 'system' && { ofTeam: true }),
          witness: showsInReply({ method: 'skills/list', params: {} }, `"name":"${name}"`, ''),
        }),
      ),
    );
  }
}

function refusalOnly(cause: unknown): AppServerError {
  if (cause instanceof AppServerError) return cause;
  throw cause;
}
