import type { Severity, Verdict } from '../../../domain/checks/verdict.ts';

/** How much somebody who watches should care. */
export type Level = 'info' | 'low' | 'medium' | 'high';

const failed: Record<Severity, Level> = { blocker: 'high', warn: 'medium', info: 'low' };

/** The level of a check's result. One that could not be carried out is never harmless. */
export function checkLevel({ verdict, severity }: { verdict: Verdict; severity: Severity }): Level {
  switch (verdict) {
    case 'fail':
      return failed[severity];
    case 'error':
      return 'medium';
    case 'warn':
      return 'low';
    case 'pass':
    case 'skip':
    case 'manual':
      return 'info';
  }
}
