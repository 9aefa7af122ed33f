import type { ProbeName } from '../../../domain/checks/probe-params.ts';
import type { Probe } from '../probe.ts';
import { agentsChain } from './agents-chain.ts';
import { agentsEmptyOverride } from './agents-empty-override.ts';
import { agentsLint } from './agents-lint.ts';
import { agentsSize } from './agents-size.ts';
import { appCapability } from './app-capability.ts';
import { appHandoff } from './app-handoff.ts';
import { appServerDebugTurn } from './appserver-debug-turn.ts';
import { appServerMethods } from './appserver-methods.ts';
import { appServerProtocol } from './appserver-protocol.ts';
import { appServerStdio } from './appserver-stdio.ts';
import { appServerWsAuth } from './appserver-ws-auth.ts';
import { cliCommands } from './cli-commands.ts';
import { cliDoctor } from './cli-doctor.ts';
import { cliPath } from './cli-path.ts';
import { cliVersion } from './cli-version.ts';
import { configApprovalPolicy } from './config-approval-policy.ts';
import { configProfileFiles } from './config-profile-files.ts';
import { configStrict } from './config-strict.ts';
import { configUsingDefaults } from './config-using-defaults.ts';
import { configWarnings } from './config-warnings.ts';
import { daemonVersion } from './daemon-version.ts';
import { execFailure } from './exec-failure.ts';
import { execOutputSchema } from './exec-output-schema.ts';
import { execSmoke } from './exec-smoke.ts';
import { featuresDiff } from './features-diff.ts';
import { installIntegrity } from './install-integrity.ts';
import { modelsCatalog } from './models-catalog.ts';
import { modelsCloudSeparate } from './models-cloud-separate.ts';
import { modelsEffort } from './models-effort.ts';
import { modelsLocalPolicy } from './models-local-policy.ts';
import { pinNewEnough } from './pin-new-enough.ts';
import {
  pluginsBlockedSources,
  pluginsContentDrift,
  pluginsEnabledNotCached,
  pluginsHooksTrust,
  pluginsManifestLint,
  pluginsMarketplaceHealth,
  pluginsOrphans,
  pluginsPinnedRef,
  pluginsUpgradeReview,
} from './plugin-sources.ts';
import { pluginsInventory } from './plugins-inventory.ts';
import { requirementsCloud } from './requirements-cloud.ts';
import { requirementsEffective } from './requirements-effective.ts';
import { requirementsMcpAllowlist } from './requirements-mcp-allowlist.ts';
import { requirementsParse } from './requirements-parse.ts';
import { requirementsRules } from './requirements-rules.ts';
import { requirementsUnknownKeys } from './requirements-unknown-keys.ts';
import { rulesDecisions } from './rules-decisions.ts';
import { rulesParse } from './rules-parse.ts';
import { sandboxApproved } from './sandbox-approved.ts';
import { sandboxAvailable } from './sandbox-available.ts';
import { sandboxLive, sandboxManaged, sandboxMatrix } from './sandbox-matrix.ts';
import { sandboxProfileLint } from './sandbox-profile-lint.ts';

/** Every built-in probe by the name that suites call it. */
export const probes: { readonly [N in ProbeName]: Probe<N> } = {
  'cli.version': cliVersion,
  'cli.path': cliPath,
  'cli.doctor': cliDoctor,
  'install.integrity': installIntegrity,
  'config.strict': configStrict,
  'config.using-defaults': configUsingDefaults,
  'config.warnings': configWarnings,
  'config.approval-policy': configApprovalPolicy,
  'config.profile-files': configProfileFiles,
  'cli.commands': cliCommands,
  'features.diff': featuresDiff,
  'appserver.stdio': appServerStdio,
  'appserver.methods': appServerMethods,
  'appserver.ws-auth': appServerWsAuth,
  'appserver.debug-turn': appServerDebugTurn,
  'appserver.protocol': appServerProtocol,
  'daemon.version': daemonVersion,
  'app.capability': appCapability,
  'app.handoff': appHandoff,
  'exec.smoke': execSmoke,
  'exec.output-schema': execOutputSchema,
  'exec.failure': execFailure,
  'agents.chain': agentsChain,
  'agents.size': agentsSize,
  'agents.empty-override': agentsEmptyOverride,
  'agents.lint': agentsLint,
  'models.catalog': modelsCatalog,
  'models.local-policy': modelsLocalPolicy,
  'models.cloud-separate': modelsCloudSeparate,
  'models.effort': modelsEffort,
  'pin.new-enough': pinNewEnough,
  'requirements.parse': requirementsParse,
  'requirements.unknown-keys': requirementsUnknownKeys,
  'requirements.effective': requirementsEffective,
  'requirements.mcp-allowlist': requirementsMcpAllowlist,
  'requirements.cloud': requirementsCloud,
  'plugins.inventory': pluginsInventory,
  'plugins.marketplace-health': pluginsMarketplaceHealth,
  'plugins.orphans': pluginsOrphans,
  'plugins.enabled-not-cached': pluginsEnabledNotCached,
  'plugins.pinned-ref': pluginsPinnedRef,
  'plugins.content-drift': pluginsContentDrift,
  'plugins.blocked-sources': pluginsBlockedSources,
  'plugins.manifest-lint': pluginsManifestLint,
  'plugins.hooks-trust': pluginsHooksTrust,
  'plugins.upgrade-review': pluginsUpgradeReview,
  'rules.parse': rulesParse,
  'rules.decisions': rulesDecisions,
  'requirements.rules': requirementsRules,
  'sandbox.available': sandboxAvailable,
  'sandbox.approved': sandboxApproved,
  'sandbox.profile-lint': sandboxProfileLint,
  'sandbox.matrix': sandboxMatrix,
  'sandbox.managed': sandboxManaged,
  'sandbox.live': sandboxLive,
};
