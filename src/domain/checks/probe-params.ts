import * as z from 'zod';

const none = z.strictObject({}).default({});

/**
 * The built-in probes and the parameters a suite may give them under `with:`. A probe asks the
 * system in `codex/probes/`; a rule in `domain/checks/judge/` says what the answer means.
 */
export const probeParams = {
  'cli.version': none,
  'cli.path': none,
  'cli.doctor': none,
  'config.strict': z
    .strictObject({
      config: z
        .string()
        .min(1)
        .optional()
        .describe('config.toml to validate; the one in CODEX_HOME by default'),
    })
    .default({}),
  'appserver.stdio': none,
  'appserver.ws-auth': none,
  'plugins.inventory': none,
  'sandbox.available': z
    .strictObject({
      profile: z.string().min(1).default(':read-only').describe('permission profile to start'),
    })
    .default({ profile: ':read-only' }),
  'app.handoff': none,
} as const;

export type ProbeName = keyof typeof probeParams;

export type ProbeParams<N extends ProbeName> = z.output<(typeof probeParams)[N]>;

export const probeNames = Object.keys(probeParams) as ProbeName[];
