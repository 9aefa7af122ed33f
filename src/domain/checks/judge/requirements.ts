import * as z from 'zod';
import { formatPlace } from '../../base/documents/place.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Finding } from '../../base/shape/finding.ts';
import type { CliVerdict } from '../../policy/cli-verdict.ts';
import type { EffectiveSetting } from '../../policy/config/effective.ts';
import type { SeenSetting } from '../../policy/config/session-check.ts';
import { ourVerdict } from '../../policy/policy-report.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../judgement.ts';

/** Why there is nothing to judge. */
export const noRequirements = (file: string) => skip(`there are no requirements: ${file} is not a file`);

/** Fails when the CLI does not take the requirements: a session starts without them, or not at all. */
export function judgeRequirementsParse(verdict: CliVerdict, { file }: { file: string }): Judgement {
  const expected = 'app-server --strict-config accepts the requirements';
  switch (verdict.type) {
    case 'not asked':
      return skip(`the CLI could not be shown ${file}: ${verdict.reason}`);
    case 'refused': {
      const place = verdict.place ? `${formatPlace(verdict.place)}: ` : '';
      return fail({ summary: `${file} is refused`, expected, actual: `${place}${verdict.message}` });
    }
    case 'accepted':
      return verdict.warnings.length === 0
        ? pass(`${file} is accepted`)
        : warn({
            summary: `${file} is accepted with warnings`,
            expected,
            actual: verdict.warnings.join('; '),
          });
  }
}

/** Requirements that no version takes: an unknown key alone would not do, since they are ignored here. */
export const refusedByEveryVersion = 'allowed_sandbox_modes = "cockpit-control"\n';

/** An error when a CLI takes requirements that no version takes: its silence says nothing then. */
export function judgeRequirementsControl(verdict: CliVerdict): Judgement | undefined {
  switch (verdict.type) {
    case 'refused':
      return undefined;
    case 'not asked':
      return error({ summary: `the CLI could not be shown a control file: ${verdict.reason}` });
    case 'accepted':
      return error({
        summary: 'app-server --strict-config accepts requirements that are wrong, so it proves nothing',
        expected: `it refuses ${refusedByEveryVersion.trim()}`,
        actual: verdict.warnings.join('; ') || 'it says nothing',
      });
  }
}

/**
 * Fails when a key or a value does not do what it says: the CLI silently ignores a mistyped key,
 * and with it the policy (docs/codex-facts.md, "Requirements keys").
 */
export function judgeRequirementsKeys(
  findings: readonly Finding[],
  { file, release }: { file: string; release: string },
): Judgement {
  if (findings.length === 0) return pass(`every key of ${file} is one that ${release} knows`);
  const expected = `keys and values that ${release} knows`;
  const actual = findings
    .map(
      ({ place, field, message }) => `${formatPlace(place)}: ${field === '' ? '' : `${field}: `}${message}`,
    )
    .join('; ');
  const remedy = findings.map((finding) => finding.remedy).join(' ');
  if (ourVerdict(findings) === 'warn') {
    const changed = findings.some(({ effect }) => effect === 'changed');
    const summary = changed
      ? `${file} does something else than it says`
      : `it is not known whether all of ${file} is in force`;
    return warn({ summary, expected, actual, remedy });
  }
  return fail({ summary: `${file} is not in effect as it is written`, expected, actual, remedy });
}

/** A setting that was asked for at its loosest, and what a real session gave. */
export type TriedSetting = EffectiveSetting & { seen: SeenSetting };

/** One session that asked for one thing without limits. */
export type LooseTrial = {
  /** Such as `approval_policy = never`. */
  asks: string;
  tried: readonly TriedSetting[];
  session: { type: 'started' } | { type: 'refused'; message: string } | { type: 'not asked'; reason: string };
};

const show = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

/**
 * Fails when a session that asks for everything gets more than the requirements allow. A setting that the
 * session does not show proves nothing and is not named; a session that is refused gets nothing.
 */
export function judgeRequirementsEffective(trials: readonly LooseTrial[]): Judgement {
  for (const { session } of trials) {
    if (session.type === 'not asked') return skip(`no session could be started: ${session.reason}`);
    if (session.type === 'refused' && !isHeldBack(session.message)) {
      return error({
        summary: 'no session starts under these requirements',
        actual: session.message,
        remedy: 'Fix what requirements.parse names first.',
      });
    }
  }
  const others = trials.flatMap(({ asks, tried }) =>
    tried.flatMap(({ key, gets, seen }) =>
      seen.type === 'other'
        ? [
            {
              expected: `${key} = ${show(gets)}`,
              actual: `${key} = ${show(seen.value)} when asked for ${asks}`,
            },
          ]
        : [],
    ),
  );
  if (others.length === 0) return pass(`asked for everything: ${trials.map(describe).join('; ')}`);
  return fail({
    summary: 'a session gets something else than the requirements say',
    expected: others.map(({ expected }) => expected).join(', '),
    actual: others.map(({ actual }) => actual).join(', '),
  });
}

/** The CLI starts no session when only read-only without approvals would remain. */
const isHeldBack = (message: string) => message.includes('requirements do not allow');

function describe({ asks, tried, session }: LooseTrial): string {
  if (session.type !== 'started') return `${asks} gets no session`;
  const got = tried.filter(({ asked, seen }) => asked !== undefined && seen.type === 'same');
  return `${asks} gets ${got.map(({ gets }) => show(gets)).join(', ') || 'what is not shown'}`;
}

const mcpList = z.array(
  z.looseObject({
    name: z.string(),
    enabled: z.boolean(),
    disabled_reason: z.string().nullish(),
    transport: z.looseObject({ command: z.string().optional(), url: z.string().optional() }),
  }),
);

/** A server as `codex mcp list --json` shows it. */
export type ListedServer = z.output<typeof mcpList>[number];

/** Reads `codex mcp list --json`; undefined when it is something else. */
export function parseMcpList(stdout: string): readonly ListedServer[] | undefined {
  try {
    return mcpList.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/**
 * Fails when a server that the allowlist does not name is enabled. A server is named by its name and by
 * what it starts or calls (docs/codex-facts.md, "Effects of requirements").
 */
export function judgeMcpAllowlist(
  allowlist: unknown,
  servers: readonly ListedServer[] | undefined,
  { file }: { file: string },
): Judgement {
  if (!isTable(allowlist)) return skip(`${file} has no allowlist of MCP servers`);
  if (!servers) return error({ summary: 'codex mcp list --json showed no servers that can be read' });
  const expected = `only ${Object.keys(allowlist).join(', ') || 'no server'}, each by its identity`;
  const enabled = servers.filter((server) => server.enabled);
  const strangers = enabled.filter((server) => standing(allowlist[server.name], server) === 'stranger');
  if (strangers.length > 0) {
    return fail({
      summary: 'a server is enabled that the allowlist does not name',
      expected,
      actual: strangers
        .map(({ name, transport }) => `${name} (${transport.command ?? transport.url ?? 'unknown'})`)
        .join(', '),
    });
  }
  const off = servers.filter((server) => !server.enabled).map(({ name }) => name);
  return pass(
    `enabled: ${enabled.map(({ name }) => name).join(', ') || 'none'}; disabled: ${off.join(', ') || 'none'}`,
  );
}

/** A matcher in place of a text is judged by the CLI alone. */
function standing(entry: unknown, { transport }: ListedServer): 'named' | 'stranger' {
  const identity = isTable(entry) ? entry.identity : undefined;
  if (!isTable(identity)) return 'stranger';
  const known = (['command', 'url'] as const).some((part) => {
    const wanted = identity[part];
    return typeof wanted === 'string' ? wanted === transport[part] : wanted !== undefined;
  });
  return known ? 'named' : 'stranger';
}
