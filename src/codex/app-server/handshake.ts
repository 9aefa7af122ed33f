import * as z from 'zod';
import type { Handshake } from '../../domain/checks/judge/app-server.ts';
import { type AppServerClient, AppServerError } from './app-server-client.ts';

const initialized = z.looseObject({ userAgent: z.string() });

/** Says who we are and reports what the server answered. */
export async function shakeHands(client: AppServerClient): Promise<Handshake> {
  const asked = performance.now();
  try {
    const result = await client.request('initialize', {
      clientInfo: { name: 'codex_cockpit', title: 'Codex Cockpit', version: '1' },
    });
    const reply = initialized.safeParse(result);
    if (!reply.success) return { type: 'refused', message: `an unknown reply: ${JSON.stringify(result)}` };
    client.notify('initialized');
    return { type: 'answered', userAgent: reply.data.userAgent, afterMs: performance.now() - asked };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return cause instanceof AppServerError
      ? { type: 'refused', message: reason }
      : { type: 'silent', reason };
  }
}
