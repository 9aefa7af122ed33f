import { changedKeys } from '../../../domain/upgrade/rehearsal/connections/left-facts.ts';
import { readExecEnd, readJsonLines, reasonOf } from '../../../domain/upgrade/rehearsal/session/exec-end.ts';
import { findProgram } from '../../cli/install.ts';
import { quietFlags } from '../../config/sessions.ts';
import { startLoopbackModel } from '../../loopback-model/loopback-model.ts';
import { Collected } from '../collect.ts';
import type { Observer } from '../observer.ts';
import { execOptions, switchOff } from '../session/sessions-to-start.ts';
import { copyTeam } from '../team/copy-team.ts';
import { lookBefore } from './look-behind.ts';

const areas = ['sessions'] as const;
const timeoutMs = 30_000;

/** What the first message of a session says; a session that goes on has it in its next request. */
const said = 'The word to remember is heron-4711.';

/**
 * Whether a session that the CLI of the pin began goes on with the observed one, with what was said before. For the pin
 * itself it is its own session.
 */
export const observeHandover: Observer = {
  name: 'handover',
  areas,
  observe: async (context) => {
    const seen = new Collected(areas);
    const copy = await copyTeam(context);
    const [folder] = copy.folders;
    const [configuration] = copy.configurations;
    if (!folder || !configuration?.values) {
      seen.gap(areas, { what: 'a session that goes on', reason: 'config.toml is not valid TOML' });
      return seen.areas;
    }
    const model = await startLoopbackModel([
      { type: 'text', text: 'I will.' },
      { type: 'text', text: 'done' },
    ]);
    try {
      const off = switchOff([configuration.values, ...folder.layers.map(({ values }) => values)]);
      const flags = [...quietFlags(model.baseUrl, off), ...copy.trust];
      const options = execOptions(folder, flags);
      const pin = await findProgram(context.pin);
      const begun = await context.run([pin.path, 'exec', ...options, said], {
        cwd: folder.folder,
        env: pin.environment,
        timeoutMs,
      });
      const id = readJsonLines(begun.stdout).find(({ type }) => type === 'thread.started')?.thread_id;
      const end = readExecEnd(begun);
      if (end.type !== 'turn' || typeof id !== 'string') {
        const reason = end.type === 'broken' ? end.message : 'reason' in end ? end.reason : 'it has no id';
        if (end.type === 'broken') seen.error(areas, `a session of the pin: ${copy.told(reason)}`);
        else
          seen.gap(areas, {
            what: 'a session that goes on',
            reason: `the pin takes no turn: ${reasonOf(copy.told(reason))}`,
          });
        return seen.areas;
      }
      const { config } = await lookBefore(context.home);
      const resumed = await context.run(
        [context.codex, 'exec', ...options, 'resume', id, 'Which word is it?'],
        { cwd: folder.folder, timeoutMs },
      );
      const after = readExecEnd(resumed);
      if (after.type === 'broken') {
        seen.error(areas, `resume of a session of the pin: ${copy.told(after.message)}`);
        return seen.areas;
      }
      const request = JSON.stringify(model.requests[1]?.body ?? '');
      const went = request.includes(said) ? 'goes on with what was said' : 'goes on without what was said';
      const changed = changedKeys(config, (await lookBefore(context.home)).config);
      const resume = [{ kind: 'command' as const, name: 'exec resume' }];
      seen.facts('sessions', [
        {
          key: 'resume of a session of the pin',
          value:
            after.type === 'turn'
              ? went
              : `${after.type}: ${reasonOf(copy.told(after.reason)).replaceAll(id, '<id>')}`,
          ofTeam: true,
          subjects: resume,
        },
        {
          key: 'config.toml after the resume',
          value: changed.length === 0 ? 'as it was' : `written: ${changed.join(', ')}`,
          ofTeam: true,
        },
      ]);
      return seen.areas;
    } finally {
      await model.close();
    }
  },
};
