import * as z from 'zod';
import { olderForm } from '../base/event-body.ts';
import { upgradeBodies } from './events.ts';

// Forms that are no longer written, each told by what the next one has more. When a form of upgradeBodies gets a successor,
// it is moved here as it is.

/** Without the files that could not be searched. */
const rehearsed1 = () =>
  upgradeBodies['upgrade.rehearsed']()
    .omit({ unsearched: true })
    .extend({ v: z.literal(1) });

/** Without the versions whose release notes were reviewed. */
const approved1 = () => {
  const next = upgradeBodies['upgrade.approved']();
  return next.extend({ v: z.literal(1), changelog: next.shape.changelog.omit({ versions: true }) });
};

/** Without the suite that a machine was judged by. */
const reported1 = () => {
  const next = upgradeBodies['machines.reported']();
  const reports = z.array(next.shape.reports.element.omit({ suite: true }));
  return next.extend({ v: z.literal(1), reports });
};

/** How entries of older forms about upgrades are read. */
export const olderUpgradeForms = {
  'upgrade.rehearsed': [olderForm(rehearsed1, (old) => ({ ...old, v: 2, unsearched: null }))],
  'upgrade.approved': [
    olderForm(approved1, (old) => ({ ...old, v: 2, changelog: { ...old.changelog, versions: null } })),
  ],
  'machines.reported': [
    olderForm(reported1, (old) => ({
      ...old,
      v: 2,
      reports: old.reports.map((one) => ({ ...one, suite: null })),
    })),
  ],
};
