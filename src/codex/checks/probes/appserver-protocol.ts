import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeProtocol } from '../../../domain/checks/judge/app-server.ts';
import { readProtocol } from '../../baseline/read-protocol.ts';
import type { Probe } from '../probe.ts';

export const appServerProtocol: Probe<'appserver.protocol'> = async (context, { methods }) => {
  const { codexRun, baselineOf, work, pin } = context;
  const folder = join(work, 'schemas');
  await mkdir(folder);
  const protocol = await readProtocol(codexRun, folder);
  return judgeProtocol(protocol, (await baselineOf(pin))?.protocol, { pin, used: methods });
};
