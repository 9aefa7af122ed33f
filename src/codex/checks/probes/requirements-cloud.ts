import { manual } from '../../../domain/checks/judgement.ts';
import type { Probe } from '../probe.ts';

/** Neither layer can be read without an account and its device management. */
export const requirementsCloud: Probe<'requirements.cloud'> = async () =>
  manual({
    summary: 'the cloud-managed and MDM layers of requirements can only be seen by a person',
    remedy:
      'Export them, read what codex-cockpit policy explain --cloud FILE makes of them, compare a signed-in client with it, and attest what you saw.',
  });
