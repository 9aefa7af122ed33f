import { timingFact } from '../../../domain/upgrade/rehearsal/session/timing-fact.ts';
import { Collected } from '../collect.ts';
import type { Observer } from '../observer.ts';
import { copyTeam } from '../team/copy-team.ts';
import { observeExec } from './exec.ts';
import { sessionsToStart } from './sessions-to-start.ts';
import { observeThreads } from './threads.ts';

const areas = ['thread', 'request', 'tools', 'instructions', 'skills', 'leftovers', 'timing'] as const;

/**
 * What a session on the configuration of the team gets, in every folder and under every profile: what `thread/start`
 * answers, and what the first request to the model says. Servers, hooks and plugins are off.
 */
export const observeSession: Observer = {
  name: 'session',
  areas,
  observe: async (context) => {
    const copy = await copyTeam(context);
    const seen = new Collected(areas);
    const left = new Set<string>();
    const leaves = (names: readonly string[]) => {
      for (const name of names) left.add(name);
    };
    // One after the other: what a session leaves in a folder changes what the next one loads there.
    const turns: (number | undefined)[] = [];
    for (const session of sessionsToStart(copy)) {
      turns.push(await observeExec(context, { copy, session, seen }));
      leaves(await copy.removeLeftovers());
    }
    const starts: (number | undefined)[] = [];
    for (const configuration of copy.configurations) {
      try {
        starts.push(await observeThreads(context, { copy, configuration, seen, left: leaves }));
      } catch (cause) {
        context.signal.throwIfAborted();
        const message = copy.told(cause instanceof Error ? cause.message : String(cause));
        seen.error(['thread', 'skills'], `app-server under ${configuration.name}: ${message}`);
      }
    }
    seen.facts(
      'leftovers',
      [...left].map((name) => ({
        key: `${name} left in a folder of the project`,
        value: 'left',
        ofTeam: true,
      })),
    );
    const timings = [
      ...timingFact(
        'a turn of codex exec',
        turns.filter((ms) => ms !== undefined),
      ),
      ...timingFact(
        'app-server until it answers',
        starts.filter((ms) => ms !== undefined),
      ),
    ];
    seen.facts('timing', timings);
    if (timings.length < 2)
      seen.gap(['timing'], { what: 'some times', reason: 'nothing was started to measure', hidesAll: true });
    seen.gap(['skills'], {
      what: 'plugins',
      reason: 'switched off here, since a CLI upgrades marketplaces by itself',
    });
    return seen.areas;
  },
};
