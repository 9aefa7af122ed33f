import type { SuiteEvent } from '../app/checks/run-suite.ts';
import type { Run } from './state.ts';

/** Follows a run, event by event. */
export function reduceRun(run: Run, event: SuiteEvent, at: number): Run {
  switch (event.type) {
    case 'started': {
      const planned = event.checks.map(({ id }) => id);
      // What other checks came to before stays in sight while one is run again.
      const kept = Object.entries(run.results).filter(([id]) => !planned.includes(id));
      const results = Object.fromEntries(kept);
      return { going: true, startedAt: at, planned, runningSince: {}, results, report: undefined };
    }
    case 'check-started':
      return { ...run, runningSince: { ...run.runningSince, [event.check]: at } };
    case 'check-finished': {
      const { [event.result.check]: _, ...runningSince } = run.runningSince;
      return { ...run, runningSince, results: { ...run.results, [event.result.check]: event.result } };
    }
    case 'finished':
      return { ...run, going: false, runningSince: {}, report: event.report };
  }
}
