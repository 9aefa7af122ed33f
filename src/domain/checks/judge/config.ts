import * as z from 'zod';
import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { isBubblewrapNotice } from '../../policy/cli-verdict.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../judgement.ts';

const placedError = /^(?:Error: )?(.+\.toml):(\d+):(\d+): (.+)$/m;

/**
 * Judges `codex app-server --strict-config` with stdin closed, the cheapest validator of a whole
 * configuration (docs/codex-facts.md, "Strict mode").
 *
 * @param file the person's own file, named in place of the copy that was validated
 */
export function judgeStrictConfig(outcome: Outcome, file: string): Judgement {
  const expected = 'app-server --strict-config accepts the configuration';
  const message = errorText(outcome);
  // A server that swallows a broken configuration and goes on with defaults has not accepted it.
  if (message.includes('Invalid configuration; using defaults')) {
    return fail({
      summary: `${file} is invalid, defaults would be used`,
      expected,
      actual: firstError(message),
    });
  }
  if (exited(outcome)) return pass(`${file} is valid`);
  if (exited(outcome, 2) && message.includes("unexpected argument '--strict-config'")) {
    return skip('this CLI version has no --strict-config');
  }
  if (outcome.end.type !== 'exit')
    return error({ summary: `app-server --strict-config: ${describeEnd(outcome.end)}` });
  const place = placedError.exec(message);
  const actual = place
    ? `${file}:${place[2]}:${place[3]}: ${cleanLine(place[4] ?? '')}`
    : firstError(message);
  return fail({ summary: `${file} is not accepted`, expected, actual });
}

/**
 * Judges `codex exec --strict-config` with an empty prompt. Only the words that ask for a prompt prove that
 * the whole configuration was read.
 *
 * @param file the file of the layer in question, named where the CLI names none
 */
export function judgeStrictLayer(outcome: Outcome, file: string): Judgement {
  const message = errorText(outcome);
  if (message.includes('No prompt provided')) return pass(`${file} is valid`);
  if (exited(outcome)) return error({ summary: `codex exec says nothing about ${file}`, actual: 'exit 0' });
  return judgeStrictConfig(outcome, file);
}

/** True when a field is ignored without strict mode: then the refusal concerns every session. */
export function isAboutUnknownField({ actual }: Judgement): boolean {
  return actual?.includes('unknown configuration field') ?? false;
}

/** A warning when the CLI refuses a layer in strict mode only: it wants each layer whole there, such as a server with its command. */
export function judgeStrictOnly(strict: Judgement, usual: Outcome, file: string): Judgement {
  return errorText(usual).includes('No prompt provided')
    ? { ...strict, verdict: 'warn', summary: `${file} is not accepted in strict mode, and is without it` }
    : strict;
}

/** An error when a CLI accepts a field that no version has: its silence says nothing then. */
export function judgeControl(outcome: Outcome): Judgement | undefined {
  if (!exited(outcome) || errorText(outcome).includes('unknown configuration field')) return undefined;
  return error({
    summary: 'app-server --strict-config accepts a field that does not exist, so it proves nothing',
    expected: 'unknown configuration field `cockpit_unknown_field`',
    actual: firstError(errorText(outcome)),
  });
}

/** One judgement of all layers: the first fault, and how many files have one. */
export function joinStrict(judged: readonly Judgement[], files: readonly string[]): Judgement {
  const [first, ...others] = judged.filter(({ verdict }) => verdict !== 'pass');
  if (!first) return pass(`valid: ${files.join(', ')}`);
  const worst = [first, ...others].find(({ verdict }) => verdict === 'fail') ?? first;
  const faults = new Set(
    [first, ...others].flatMap(({ verdict, actual }) => (verdict === 'fail' && actual ? [actual] : [])),
  );
  return faults.size > 1 ? { ...worst, actual: [...faults].join('; ') } : worst;
}

function firstError(message: string): string {
  const lines = message.split('\n');
  const line =
    lines.find((text) => text.startsWith('Error:')) ??
    lines.find((text) => text.startsWith('Error ')) ??
    lines.find((text) => text.includes('Invalid configuration'));
  return cleanLine(line ?? lines[0] ?? '').slice(0, 400) || '(nothing on stderr)';
}

/** A warning about the configuration that an app-server sent. */
export type ConfigWarning = { summary: string; details: string };

const warningParams = z.looseObject({ summary: z.string(), details: z.string().nullish() });

// Configuration that the server leaves out although it was given; each fails open.
const swallowing: readonly { shape: RegExp; means: (file: string) => string }[] = [
  {
    shape: /Invalid configuration; using defaults/,
    means: (file) => `the app-server ignores ${file} and goes on with defaults`,
  },
  {
    shape: /custom rules not applied/,
    means: () => 'the app-server ignores a rules file and goes on without its rules',
  },
];

const isSwallowed = ({ summary }: ConfigWarning) => swallowing.some(({ shape }) => shape.test(summary));

/** The configuration warnings among the notifications of an app-server. */
export function configWarnings(
  notifications: readonly { method: string; params: unknown }[],
): ConfigWarning[] {
  return notifications.flatMap((one) => {
    const warning = one.method === 'configWarning' ? warningParams.safeParse(one.params).data : undefined;
    return warning
      ? [{ summary: cleanLine(warning.summary), details: cleanLine(warning.details ?? '') }]
      : [];
  });
}

/**
 * Fails when the server swallowed a broken configuration or a broken rules file
 * (docs/codex-facts.md, "Broken config.toml").
 */
export function judgeUsingDefaults(warnings: readonly ConfigWarning[], file: string): Judgement {
  const swallowed = warnings.find(isSwallowed);
  if (!swallowed) return pass(`the app-server uses ${file}`);
  return fail({
    summary: swallowing.find(({ shape }) => shape.test(swallowed.summary))?.means(file) ?? swallowed.summary,
    expected: 'the configuration is read',
    actual: `${swallowed.summary} ${swallowed.details}`.trim(),
  });
}

/** Warns of everything else that the server has to say about the configuration. */
export function judgeWarnings(warnings: readonly ConfigWarning[], file: string): Judgement {
  const said = warnings.filter((one) => !isBubblewrapNotice(one.summary) && !isSwallowed(one));
  if (said.length === 0) return pass(`the app-server has no warning about ${file}`);
  const actual = said.map(({ summary, details }) => `${summary} ${details}`.trim()).join('; ');
  return warn({ summary: `${said.length} warnings about ${file}`, expected: 'no warning', actual });
}

/** A configured approval policy, and what a session gets that asks for it. */
export type ApprovalTrial = {
  /** File and value as they are configured. */
  where: string;
  asked: string;
  /** Undefined when the CLI does not say. */
  gets: string | undefined;
  /** Why no session starts with it. */
  refused: string | undefined;
  /** Whether requirements of the machine forbid it: then a session rightly gets another one. */
  isForbidden: boolean;
};

/**
 * Fails when a session gets another approval policy than the one configured, or none starts with it; warns when the
 * requirements of the machine are the reason.
 */
export function judgeApprovals(trials: readonly ApprovalTrial[]): Judgement {
  if (trials.length === 0) return skip('no approval policy is configured');
  const refused = trials.filter((trial) => trial.refused !== undefined);
  const others = trials.filter(({ asked, gets }) => gets !== undefined && gets !== asked);
  const changed = others.filter(({ isForbidden }) => !isForbidden);
  if (refused.length + changed.length > 0) {
    return fail({
      summary:
        refused.length > 0
          ? 'a configured approval policy is refused'
          : 'a configured approval policy is used as another one',
      expected: [...refused, ...changed].map(({ where, asked }) => `"${asked}" in ${where}`).join('; '),
      actual: [
        ...refused.map(({ where, refused: why }) => `${where}: ${why}`),
        ...changed.map(({ where, gets }) => `${where}: a session gets "${gets}"`),
      ].join('; '),
    });
  }
  if (others.length > 0) {
    return warn({
      summary: 'a configured approval policy is not allowed by the requirements',
      expected: others.map(({ where, asked }) => `"${asked}" in ${where}`).join('; '),
      actual: others.map(({ where, gets }) => `${where}: a session gets "${gets}"`).join('; '),
      remedy: 'Write a policy that the requirements allow, so that the file shows the effective value.',
    });
  }
  return pass(`used as written: ${trials.map(({ where, asked }) => `${asked} in ${where}`).join(', ')}`);
}

/** The profiles a team relies on, and what its CODEX_HOME contains. */
export type ProfileTrial = {
  /** Names that people or scripts give to `-p`. */
  named: readonly string[];
  /** Names of the files `<name>.config.toml`. */
  files: readonly string[];
  /** Names of the tables `[profiles.<name>]` in config.toml. */
  legacy: readonly string[];
};

/**
 * Fails when a profile in use has no file, which the CLI accepts silently, or when a file and a
 * legacy table have the same name, which it refuses (docs/codex-facts.md, "Profile files").
 */
export function judgeProfileFiles({ named, files, legacy }: ProfileTrial): Judgement {
  if (named.length === 0 && files.length === 0 && legacy.length === 0) return skip('no profile is in use');
  const missing = named.filter((name) => !files.includes(name));
  const twice = files.filter((name) => legacy.includes(name));
  const actual = [
    ...missing.map((name) => `${name}.config.toml is missing`),
    ...twice.map((name) => `${name} is a file and a table [profiles.${name}]`),
  ].join('; ');
  if (actual !== '') {
    return fail({
      summary: 'profiles would not be used as meant',
      expected: 'one file for each profile in use',
      actual,
    });
  }
  if (files.length === 0) {
    return fail({
      summary: `legacy profiles only: ${legacy.join(', ')}`,
      expected: 'a file <name>.config.toml for each profile',
      actual: legacy.map((name) => `[profiles.${name}]`).join(', '),
      remedy: 'Move each table into a file of its own; codex -p refuses the old form.',
    });
  }
  return pass(`profile files: ${files.join(', ')}`);
}
