import { stringify } from 'smol-toml';
import { hookFacts } from '../../../domain/upgrade/rehearsal/connections/hook-facts.ts';
import { leftFacts } from '../../../domain/upgrade/rehearsal/connections/left-facts.ts';
import { outboundFacts } from '../../../domain/upgrade/rehearsal/connections/outbound-facts.ts';
import { serverFacts, silenceFact } from '../../../domain/upgrade/rehearsal/connections/server-facts.ts';
import { telemetryFacts } from '../../../domain/upgrade/rehearsal/connections/telemetry-facts.ts';
import { readExecEnd, reasonOf } from '../../../domain/upgrade/rehearsal/session/exec-end.ts';
import { Collected } from '../collect.ts';
import type { Observer, ObserverContext } from '../observer.ts';
import { type SessionToStart, valuesOf } from '../session/sessions-to-start.ts';
import { copyTeam, type TeamCopy } from '../team/copy-team.ts';
import { lookBefore, lookBehind } from './look-behind.ts';
import { type Placed, prepareStandIns } from './place-stand-ins.ts';
import { type Looked, runAndLook } from './run-and-look.ts';
import { type Sink, startSink } from './sink.ts';

const areas = ['outbound', 'mcp', 'hooks', 'leftovers'] as const;
const timeoutMs = 40_000;

/**
 * What a turn of `codex exec` reaches and starts on the configuration of the team: requests to their services, MCP
 * servers, hooks, and what stays behind. Stand-ins on this machine have the place of all of them.
 */
export const observeConnections: Observer = {
  name: 'connections',
  areas,
  observe: async (context) => {
    const copy = await copyTeam(context);
    const seen = new Collected(areas);
    const sink = await startSink([{ type: 'command', command: 'true' }]);
    try {
      const placed = await prepareStandIns(context, copy, sink);
      const help = await context.run([context.codex, 'exec', '--help']);
      const trustsHooks = help.stdout.includes(trustHooks);
      for (const session of sessionsThatConnect(copy)) {
        const turn = { copy, session, seen, sink, placed };
        if (await observeTurn(context, turn)) await observeSilence(context, { ...turn, trustsHooks });
      }
    } finally {
      await sink.close();
    }
    tellGaps(seen);
    return seen.areas;
  },
};

const trustHooks = '--dangerously-bypass-hook-trust';

function tellGaps(seen: Collected): void {
  seen.gap(['outbound'], {
    what: 'requests of a CLI with a ChatGPT login',
    reason: 'nobody is logged in here; a provider with a key is seen',
  });
  seen.gap(['outbound'], {
    what: 'paths at other hosts than those of the team',
    reason: 'connections through the proxy are refused here, so that only host and port are seen',
  });
  seen.gap(['hooks'], {
    what: 'hooks of agents, compaction and questions to a person',
    reason: 'a turn of codex exec with one command does not raise them',
  });
  if (process.platform !== 'linux')
    seen.gap(['leftovers'], {
      what: 'processes that stay',
      reason: 'they are found on Linux only',
      hidesAll: true,
    });
}

const connecting = [
  'mcp_servers',
  'hooks',
  'notify',
  'otel',
  'model_provider',
  'model_providers',
  'analytics',
];

/** The project itself under config.toml, and each other session that reaches or starts something else. */
function sessionsThatConnect({ folders, configurations }: TeamCopy): readonly SessionToStart[] {
  const all = configurations
    .filter(({ values }) => values !== undefined)
    .flatMap((configuration) =>
      folders.map((folder) => ({
        where: `${folder.name} under ${configuration.name}`,
        folder,
        configuration,
      })),
    );
  const known = new Set<string>();
  return all.filter((session) => {
    const values = Object.entries(valuesOf(session)).filter(([key]) => connecting.includes(key));
    const connections = stringify(
      Object.fromEntries(values.sort(([one], [other]) => (one < other ? -1 : 1))),
    );
    return known.size !== known.add(connections).size;
  });
}

type Turn = { copy: TeamCopy; session: SessionToStart; seen: Collected; sink: Sink; placed: Placed };

/** @returns whether there was a turn */
async function observeTurn(context: ObserverContext, turn: Turn): Promise<boolean> {
  const { copy, session, seen, sink, placed } = turn;
  const { where } = session;
  await placed.place({ silent: false, hooks: true });
  const before = await lookBefore(context.home);
  sink.startAnew();
  const looked = await takeTurn(context, turn, []);
  const left = await lookBehind(context.home, {
    before,
    remaining: looked.remaining,
    project: await copy.removeLeftovers(),
    told: copy.told,
  });
  if (!tookTurn(looked, turn)) return false;
  seen.facts('leftovers', leftFacts(left, where));
  const { servers, hooks } = await placed.read();
  seen.facts('outbound', outboundFacts(sink.requests, where));
  seen.facts('outbound', telemetryFacts(sink.telemetry, where));
  const byHttp = [...sink.messages].map(([name, messages]) => ({ name, variables: undefined, messages }));
  seen.facts('mcp', [...servers, ...byHttp].flatMap(serverFacts));
  seen.facts('hooks', hookFacts(hooks, false, where));
  return true;
}

/** A second turn, with hooks that are trusted, and with MCP servers that never answer. */
async function observeSilence(
  context: ObserverContext,
  turn: Turn & { trustsHooks: boolean },
): Promise<void> {
  const { session, seen, sink, placed, trustsHooks } = turn;
  const before = await placed.read();
  const hasServers = before.servers.some(({ messages }) => messages.length > 0);
  if (!hasServers && before.hooks.length === 0) return;
  await placed.place({ silent: true, hooks: true });
  sink.startAnew();
  const looked = await takeTurn(context, turn, trustsHooks ? [trustHooks] : []);
  const { where } = session;
  if (!tookTurn(looked, turn)) return;
  const { hooks, firstToldMs } = await placed.read();
  if (trustsHooks) seen.facts('hooks', hookFacts(hooks, true, where));
  else if (hooks.length > 0)
    seen.gap(['hooks'], { what: 'hooks that are trusted', reason: `this version has no ${trustHooks}` });
  const asked = sink.requests.find(
    ({ method, target }) => method === 'POST' && target.endsWith('/responses'),
  );
  if (hasServers && firstToldMs !== undefined && asked)
    seen.facts('mcp', [silenceFact(Math.max(0, asked.atMs - firstToldMs), where)]);
}

function takeTurn(
  context: ObserverContext,
  { session: { folder, configuration }, placed }: Turn,
  more: readonly string[],
): Promise<Looked> {
  const named = configuration.profile === undefined ? [] : ['--profile', configuration.profile];
  const options = ['--json', '--skip-git-repo-check', '-C', folder.folder, ...named, ...more];
  return runAndLook(
    { start: context.start, work: context.work, mark: { folders: [context.work, context.home] } },
    [context.codex, 'exec', ...options, 'Say: done'],
    { cwd: folder.folder, env: placed.environment, timeoutMs },
  );
}

/** Tells why there was no turn, where there was none. */
function tookTurn({ outcome }: Looked, { copy, session: { where }, seen }: Turn): boolean {
  const end = readExecEnd(outcome);
  if (end.type === 'turn') return true;
  if (end.type === 'broken') seen.error(areas, `codex exec in ${where}: ${copy.told(end.message)}`);
  else {
    const reason = `there was no turn in ${where}: ${reasonOf(copy.told(end.reason))}`;
    seen.gap(['outbound', 'hooks', 'leftovers'], {
      what: 'what a turn reaches, starts and leaves behind',
      reason,
      where,
    });
    // Servers are told apart by their names, and not by sessions.
    seen.gap(['mcp'], { what: 'MCP servers', reason, hidesAll: true });
  }
  return false;
}
