import { manual } from '../../domain/checks/judgement.ts';
import type { Probe } from '../probe.ts';

/** Neither layer can be read without an account and its device management. */
export const requirementsCloud: Probe<'requirements.cloud'> = async () =>
  manual({
    summary: 'the cloud-managed and MDM layers of requirements can only be seen by a person',
    remedy:
      'On a signed-in client run /debug-config, compare it with codex-cockpit policy explain --cloud FILE, and attest what you saw.',
  });
