import { observeConnections } from './connections/observe-connections.ts';
import { observeHandover } from './connections/observe-handover.ts';
import { observeScreens } from './connections/observe-screens.ts';
import type { Observer } from './observer.ts';
import { observeFormats } from './session/observe-formats.ts';
import { observeSession } from './session/observe-session.ts';
import { observeCommands } from './surface/commands.ts';
import { observeConfig } from './surface/config.ts';
import { observeFeatures } from './surface/features.ts';
import { observeModels } from './surface/models.ts';
import { observeProtocol } from './surface/protocol.ts';
import { observeRequirements } from './surface/requirements.ts';
import { observeRules } from './surface/rules.ts';
import { observeSandbox } from './surface/sandbox.ts';

/** Everything that looks at a CLI, each in an isolated environment of its own. */
export const observers: readonly Observer[] = [
  observeFormats,
  observeSession,
  observeConnections,
  observeScreens,
  observeHandover,
  observeCommands,
  observeFeatures,
  observeConfig,
  observeModels,
  observeProtocol,
  observeRequirements,
  observeRules,
  observeSandbox,
];
