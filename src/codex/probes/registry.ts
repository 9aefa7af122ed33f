import type { ProbeName } from '../../domain/checks/probe-params.ts';
import type { Probe } from '../probe.ts';
import { appHandoff } from './app-handoff.ts';
import { appServerStdio } from './appserver-stdio.ts';
import { appServerWsAuth } from './appserver-ws-auth.ts';
import { cliDoctor } from './cli-doctor.ts';
import { cliPath } from './cli-path.ts';
import { cliVersion } from './cli-version.ts';
import { configStrict } from './config-strict.ts';
import { pluginsInventory } from './plugins-inventory.ts';
import { sandboxAvailable } from './sandbox-available.ts';

/** Every built-in probe by the name that suites call it. */
export const probes: { readonly [N in ProbeName]: Probe<N> } = {
  'cli.version': cliVersion,
  'cli.path': cliPath,
  'cli.doctor': cliDoctor,
  'config.strict': configStrict,
  'appserver.stdio': appServerStdio,
  'appserver.ws-auth': appServerWsAuth,
  'plugins.inventory': pluginsInventory,
  'sandbox.available': sandboxAvailable,
  'app.handoff': appHandoff,
};
