import * as z from 'zod';
import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass, warn } from '../../judgement.ts';

/** A warning about the configuration that an app-server sent. */
export type ConfigWarning = { summary: string; details: string };

const params = z.looseObject({ summary: z.string(), details: z.string().nullish() });

// Said on every machine without a system bubblewrap; the bundled one is used.
const benign = /could not find bubblewrap/i;

// What the server goes on without, although it was told; each fails open.
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
    const warning = one.method === 'configWarning' ? params.safeParse(one.params).data : undefined;
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
  const said = warnings.filter((one) => !benign.test(one.summary) && !isSwallowed(one));
  if (said.length === 0) return pass(`the app-server has no warning about ${file}`);
  const actual = said.map(({ summary, details }) => `${summary} ${details}`.trim()).join('; ');
  return warn({ summary: `${said.length} warnings about ${file}`, expected: 'no warning', actual });
}
