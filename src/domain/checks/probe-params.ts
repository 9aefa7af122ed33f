import * as z from 'zod';

const none = z.strictObject({}).default({});

const policy = z
  .strictObject({
    policy: z
      .string()
      .min(1)
      .optional()
      .describe('model policy file; model-policy.yaml of the project by default'),
  })
  .default({});

const requirements = z
  .strictObject({
    requirements: z
      .string()
      .min(1)
      .optional()
      .describe('requirements.toml to read; the one of the system by default'),
  })
  .default({});

const profiles = z
  .strictObject({
    profiles: z.array(z.string().min(1)).default([]).describe('names of profiles; all of them by default'),
    outbound: z
      .string()
      .min(1)
      .default('none')
      .describe('host:port to connect to, to see whether commands can; none by default'),
  })
  .default({ profiles: [], outbound: 'none' });

const offlineMethods = [
  'account/read',
  'config/read',
  'configRequirements/read',
  'experimentalFeature/list',
  'mcpServerStatus/list',
  'model/list',
  'permissionProfile/list',
  'plugin/list',
  'skills/list',
  'thread/list',
];

/**
 * The built-in probes and the parameters a suite may give them under `with:`. A probe asks the
 * system in `codex/checks/probes/`; a rule in `domain/checks/judge/` says what the answer means.
 */
export const probeParams = {
  'cli.version': none,
  'cli.path': none,
  'cli.doctor': none,
  'install.integrity': none,
  'config.strict': z
    .strictObject({
      config: z
        .string()
        .min(1)
        .optional()
        .describe('config.toml to validate; the one in CODEX_HOME by default'),
    })
    .default({}),
  'config.using-defaults': none,
  'config.warnings': none,
  'config.approval-policy': none,
  'config.profile-files': z
    .strictObject({
      profiles: z.array(z.string().min(1)).default([]).describe('names that are given to codex -p'),
    })
    .default({ profiles: [] }),
  'cli.commands': z
    .strictObject({
      commands: z.array(z.string().min(1)).default([]).describe('commands that the team relies on'),
    })
    .default({ commands: [] }),
  'features.diff': none,
  'appserver.stdio': none,
  'appserver.methods': z
    .strictObject({
      methods: z
        .array(z.string().min(1))
        .default(offlineMethods)
        .describe('methods that must answer offline'),
    })
    .default({ methods: offlineMethods }),
  'appserver.ws-auth': none,
  'appserver.debug-turn': none,
  'appserver.protocol': z
    .strictObject({
      methods: z.array(z.string().min(1)).default([]).describe('methods that integrations of the team use'),
    })
    .default({ methods: [] }),
  'daemon.version': none,
  'app.capability': none,
  'app.handoff': none,
  'exec.smoke': none,
  'exec.output-schema': none,
  'exec.failure': none,
  'agents.chain': none,
  'agents.size': none,
  'agents.empty-override': none,
  'agents.lint': none,
  'models.catalog': none,
  'models.local-policy': policy,
  'models.cloud-separate': policy,
  'models.effort': none,
  'pin.new-enough': requirements,
  'requirements.parse': requirements,
  'requirements.unknown-keys': requirements,
  'requirements.effective': requirements,
  'requirements.mcp-allowlist': requirements,
  'requirements.cloud': none,
  'plugins.inventory': none,
  'plugins.marketplace-health': none,
  'plugins.orphans': none,
  'plugins.enabled-not-cached': none,
  'plugins.pinned-ref': none,
  'plugins.content-drift': none,
  'plugins.blocked-sources': none,
  'plugins.manifest-lint': none,
  'plugins.hooks-trust': none,
  'plugins.upgrade-review': none,
  'rules.parse': none,
  'rules.decisions': z
    .strictObject({
      table: z.string().min(1).default('decisions.yaml').describe('decision table of the project'),
    })
    .default({ table: 'decisions.yaml' }),
  'requirements.rules': requirements,
  'sandbox.approved': none,
  'sandbox.profile-lint': none,
  'sandbox.matrix': profiles,
  'sandbox.managed': profiles,
  'sandbox.live': profiles,
  'sdlc.agents': none,
  'sdlc.config': none,
  'sdlc.review-workflow': none,
  'sdlc.secrets': none,
  'sdlc.artifacts': none,
  'sdlc.no-silent-codegen': none,
  'sdlc.rules': none,
  'sdlc.pin': none,
  'sdlc.skill': none,
  'sdlc.risk-report': none,
  'sandbox.available': z
    .strictObject({
      profile: z.string().min(1).default(':read-only').describe('permission profile to start'),
    })
    .default({ profile: ':read-only' }),
} as const;

export type ProbeName = keyof typeof probeParams;

export type ProbeParams<N extends ProbeName> = z.output<(typeof probeParams)[N]>;

export const probeNames = Object.keys(probeParams) as ProbeName[];
