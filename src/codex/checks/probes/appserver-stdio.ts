import { judgeHandshake } from '../../../domain/checks/judge/app-server.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import type { Probe } from '../probe.ts';

export const appServerStdio: Probe<'appserver.stdio'> = async (context) =>
  withAppServer(context, async ({ handshake }) => judgeHandshake(handshake, await context.testedVersion()));
