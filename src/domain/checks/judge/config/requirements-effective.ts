import type { EffectiveSetting } from '../../../policy/config/effective.ts';
import type { SeenSetting } from '../../../policy/config/session-check.ts';
import { error, fail, type Judgement, pass, skip } from '../../judgement.ts';

/** A setting that was asked for at its loosest, and what a real session gave. */
export type TriedSetting = EffectiveSetting & { seen: SeenSetting };

/** One session that asked for one thing without limits. */
export type LooseTrial = {
  /** Such as `approval_policy = never`. */
  asks: string;
  tried: readonly TriedSetting[];
  session: { type: 'started' } | { type: 'refused'; message: string } | { type: 'not asked'; reason: string };
};

const show = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

/**
 * Fails when a session that asks for everything gets more than the requirements allow. A setting that the
 * session does not show proves nothing and is not named; a session that is refused gets nothing.
 */
export function judgeRequirementsEffective(trials: readonly LooseTrial[]): Judgement {
  for (const { session } of trials) {
    if (session.type === 'not asked') return skip(`no session could be started: ${session.reason}`);
    if (session.type === 'refused' && !isHeldBack(session.message)) {
      return error({
        summary: 'no session starts under these requirements',
        actual: session.message,
        remedy: 'Mend what requirements.parse names first.',
      });
    }
  }
  const others = trials.flatMap(({ asks, tried }) =>
    tried.flatMap(({ key, gets, seen }) =>
      seen.type === 'other'
        ? [
            {
              expected: `${key} = ${show(gets)}`,
              actual: `${key} = ${show(seen.value)} when asked for ${asks}`,
            },
          ]
        : [],
    ),
  );
  if (others.length === 0) return pass(`asked for everything: ${trials.map(describe).join('; ')}`);
  return fail({
    summary: 'a session gets something else than the requirements say',
    expected: others.map(({ expected }) => expected).join(', '),
    actual: others.map(({ actual }) => actual).join(', '),
  });
}

/** The CLI starts no session when read-only without approvals would be all that is left. */
const isHeldBack = (message: string) => message.includes('requirements do not allow');

function describe({ asks, tried, session }: LooseTrial): string {
  if (session.type !== 'started') return `${asks} gets no session`;
  const got = tried.filter(({ asked, seen }) => asked !== undefined && seen.type === 'same');
  return `${asks} gets ${got.map(({ gets }) => show(gets)).join(', ') || 'what is not shown'}`;
}
