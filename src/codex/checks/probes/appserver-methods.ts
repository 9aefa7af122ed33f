import { cleanLine } from '../../../domain/base/text/clean.ts';
import { judgeHandshake, judgeMethods, type MethodCall } from '../../../domain/checks/judge/app-server.ts';
import { type AppServerClient, AppServerError } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import type { Probe } from '../probe.ts';

// What a method must be given to be called at all; most take nothing.
const neededParams: Readonly<Record<string, (work: string) => unknown>> = {
  'config/read': () => ({ includeLayers: false }),
  'hooks/list': (work) => ({ cwds: [work] }),
  'skills/list': (work) => ({ cwds: [work] }),
};

export const appServerMethods: Probe<'appserver.methods'> = (context, { methods }) =>
  withAppServer(context, async ({ client, handshake }) => {
    if (handshake.type !== 'answered') return judgeHandshake(handshake, await context.testedVersion());
    const calls: MethodCall[] = [];
    for (const method of methods)
      calls.push(await call(client, method, neededParams[method]?.(context.work) ?? {}));
    context.record(
      'methods',
      calls.map(({ method, answer, message }) => `${method}: ${answer} ${message}\n`).join(''),
    );
    return judgeMethods(calls);
  });

async function call(client: AppServerClient, method: string, params: unknown): Promise<MethodCall> {
  try {
    await client.request(method, params);
    return { method, answer: 'ok', message: '' };
  } catch (cause) {
    if (!(cause instanceof AppServerError)) throw cause;
    const message = cleanLine(cause.message);
    // The message of an unknown method lists every method there is; its first words are enough.
    const unknown = message.includes('unknown variant');
    return {
      method,
      answer: unknown ? 'unknown' : 'error',
      message: unknown ? 'unknown method' : message.slice(0, 200),
    };
  }
}
