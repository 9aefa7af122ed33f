import { validateSandbox } from '../../../app/sandbox/validate-sandbox.ts';
import { describeFault } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type State, type Step, tell } from '../../shell/state.ts';
import { matrixRead, sandbox } from './rows.ts';

async function tryProfiles(doing: Doing): Promise<void> {
  const onTrial = () =>
    doing.change((state) => {
      const { trying, ...rest } = sandbox.of(state);
      return sandbox.set(state, { ...rest, trying: (trying ?? 0) + 1 });
    });
  try {
    const { codex, signal } = doing;
    const request = { profiles: [], outbound: 'none', codex, signal, onTrial };
    const matrix = await validateSandbox(doing.world(), request);
    doing.moveTo((state) => matrixRead(state, matrix));
  } catch (cause) {
    doing.change((state) => tell(matrixRead(state, undefined), describeFault(cause)));
  }
}

const showProfiles =
  (by: 1 | -1) =>
  (state: State): Step => {
    const now = sandbox.of(state);
    const tried = now.matrix?.trials.filter(({ type }) => type === 'tried').length ?? 0;
    const first = Math.min(Math.max(0, tried - 1), Math.max(0, now.first + by));
    return [sandbox.set(state, { ...now, first })];
  };

/** Trying the profiles, and looking at more of them than fit. */
export const sandboxKeys: readonly Binding[] = [
  {
    command: 'try-profiles',
    keys: ['r'],
    description: 'try the permission profiles in an isolated environment',
    footer: 'try',
    disabled: (state) =>
      sandbox.of(state).trying === undefined ? undefined : 'the profiles are being tried',
    press: (state) => [
      { ...sandbox.set(state, { ...sandbox.of(state), trying: 0 }), detail: undefined },
      { name: 'try-profiles', carryOut: tryProfiles },
    ],
  },
  {
    command: 'next-profile',
    keys: ['right', 'l'],
    description: 'further profiles',
    footer: 'more profiles',
    press: showProfiles(1),
  },
  {
    command: 'previous-profile',
    keys: ['left', 'h'],
    description: 'earlier profiles',
    press: showProfiles(-1),
  },
];
