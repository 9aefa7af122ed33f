import { type PolicyView, readPolicyView } from '../../../app/policy/read-policy-view.ts';
import { describeFault } from '../../shell/decision.ts';
import { type State, type Step, tell } from '../../shell/state.ts';
import { policy } from './rows.ts';

/** Asks for the policy; what goes wrong is told. */
export function readPolicy(state: State): Step {
  const reading = policy.set(state, { ...policy.of(state), reading: true, tried: true });
  return [
    reading,
    {
      name: 'read-policy',
      carryOut: async (doing) => {
        const { codex, signal } = doing;
        try {
          const view = await readPolicyView(doing.world(), { codex, signal });
          doing.change((now) => policyRead(now, view));
        } catch (cause) {
          doing.change((now) => tell(policyRead(now, undefined), describeFault(cause)));
        }
      },
    },
  ];
}

/** What was read; what was known before stays when another reading fails. */
export function policyRead(state: State, view: PolicyView | undefined): State {
  const before = policy.of(state);
  return policy.set(state, { ...before, reading: false, view: view ?? before.view });
}
