import {
  readExecEnd,
  reasonOf,
  settingsNamedIn,
} from '../../../domain/upgrade/rehearsal/session/exec-end.ts';
import {
  readModelRequest,
  requestFacts,
  textFacts,
  toolFacts,
} from '../../../domain/upgrade/rehearsal/session/request-facts.ts';
import { acceptsConfig } from '../../../domain/upgrade/rehearsal/session/session-witness.ts';
import { quietFlags } from '../../config/sessions.ts';
import { startLoopbackModel } from '../../loopback-model/loopback-model.ts';
import type { Collected } from '../collect.ts';
import type { ObserverContext } from '../observer.ts';
import type { TeamCopy } from '../team/copy-team.ts';
import {
  configFor,
  execOptions,
  expectedTexts,
  type SessionToStart,
  withoutServersOf,
} from './sessions-to-start.ts';

const ofRequest = ['request', 'tools', 'instructions'] as const;
const timeoutMs = 30_000;

/**
 * Runs `codex exec` once in a session of the team's, on a model of this machine, and collects what its first request to
 * the model says.
 *
 * @returns how many milliseconds it took; undefined when it took no turn
 */
export async function observeExec(
  { codex, home, run }: Pick<ObserverContext, 'codex' | 'home' | 'run'>,
  { copy, session, seen }: { copy: TeamCopy; session: SessionToStart; seen: Collected },
): Promise<number | undefined> {
  const { where, folder, configuration } = session;
  const model = await startLoopbackModel([{ type: 'text', text: 'done' }]);
  try {
    const named = configuration.profile === undefined ? [] : ['--profile', configuration.profile];
    const flags = [...named, ...quietFlags(model.baseUrl, withoutServersOf(session)), ...copy.trust];
    const outcome = await run([codex, 'exec', ...execOptions(folder, flags), 'Say: done'], {
      cwd: folder.folder,
      timeoutMs,
    });
    const end = readExecEnd(outcome);
    const [request] = model.requests;
    const broken =
      end.type === 'broken' ? end.message : request ? undefined : 'it made no request to the model';
    if (broken !== undefined && end.type !== 'refused' && end.type !== 'failed turn') {
      seen.error(['thread', ...ofRequest], `codex exec in ${where}: ${copy.told(broken)}`);
      return undefined;
    }
    const reason = 'reason' in end ? reasonOf(copy.told(end.reason)) : '';
    seen.facts('thread', [
      {
        key: 'codex exec',
        value: end.type === 'turn' ? 'takes a turn' : `${end.type}: ${reason}`,
        where,
        ofTeam: true,
        subjects: settingsNamedIn(reason),
        ...(end.type === 'turn' && {
          witness: acceptsConfig(configFor(session, 'session')),
        }),
      },
    ]);
    if (!request) {
      seen.gap(ofRequest, {
        what: 'the first request',
        reason: `the session was not started: ${reason}`,
        where,
      });
      return undefined;
    }
    const read = readModelRequest(request.body);
    const configs = { model: configFor(session, 'model'), tools: configFor(session, 'tools') };
    const here = { where };
    seen.facts(
      'request',
      requestFacts(read, configs).map((fact) => ({ ...fact, ...here })),
    );
    seen.facts(
      'tools',
      toolFacts(read, configs).map((fact) => ({ ...fact, ...here })),
    );
    seen.facts(
      'instructions',
      textFacts(read, expectedTexts(session, home)).map((fact) => ({ ...fact, ...here })),
    );
    return end.type === 'turn' ? outcome.durationMs : undefined;
  } finally {
    await model.close();
  }
}
