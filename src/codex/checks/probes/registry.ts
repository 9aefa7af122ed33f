import type { Probes } from '../probe.ts';
import { agentsProbes } from './agents.ts';
import { appServerProbes } from './app-server.ts';
import { cliProbes } from './cli.ts';
import { configProbes } from './config.ts';
import { execProbes } from './exec.ts';
import { installProbes } from './install.ts';
import { modelsProbes } from './models.ts';
import { pluginsProbes } from './plugins.ts';
import { requirementsProbes } from './requirements.ts';
import { rulesProbes } from './rules.ts';
import { sandboxProbes } from './sandbox.ts';
import { sdlcProbes } from './sdlc/sdlc.ts';

/** Every built-in probe by the name that suites call it. */
export const probes: Probes = {
  ...appServerProbes,
  ...agentsProbes,
  ...cliProbes,
  ...installProbes,
  ...configProbes,
  ...requirementsProbes,
  ...rulesProbes,
  ...modelsProbes,
  ...pluginsProbes,
  ...sandboxProbes,
  ...execProbes,
  ...sdlcProbes,
};
