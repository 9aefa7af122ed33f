import { assemble } from '../shell/keys/keymap.ts';
import { artifactsScreen } from './artifacts/screen.tsx';
import { catalogScreen } from './catalog/screen.tsx';
import { checksScreen } from './checks/screen.tsx';
import { comparisonScreen } from './comparison/screen.tsx';
import { historyScreen } from './history/screen.tsx';
import { changesScreen } from './metrics/changes/screen.tsx';
import { complianceScreen } from './metrics/compliance/screen.tsx';
import { questionsScreen } from './metrics/questions/screen.tsx';
import { metricsScreen } from './metrics/screen.tsx';
import { peopleScreen } from './people/screen.tsx';
import { pluginsScreen } from './plugins/screen.tsx';
import { policyScreen } from './policy/screen.tsx';
import { reviewsScreen } from './reviews/screen.tsx';
import { rolloutScreen } from './rollout/screen.tsx';
import { runbooksScreen } from './runbooks/screen.tsx';
import { gatesScreen } from './runs/gates/screen.tsx';
import { incidentsScreen } from './runs/incidents/screen.tsx';
import { lintsScreen } from './runs/lints/screen.tsx';
import { runsScreen } from './runs/screen.tsx';
import { sandboxScreen } from './sandbox/screen.tsx';
import { turnScreen } from './turn/screen.tsx';
import { coverageScreen } from './upgrade/coverage.tsx';
import { notesScreen } from './upgrade/notes.tsx';
import { ringsScreen } from './upgrade/rings.tsx';
import { upgradeScreen } from './upgrade/screen.tsx';

/** Every screen, in the order of their numbers. A new one is a folder beside this file and a line here. */
export const registry = assemble([
  rolloutScreen,
  checksScreen,
  historyScreen,
  turnScreen,
  runbooksScreen,
  pluginsScreen,
  sandboxScreen,
  policyScreen,
  artifactsScreen,
  peopleScreen,
  upgradeScreen,
  runsScreen,
  reviewsScreen,
  catalogScreen,
  metricsScreen,
  comparisonScreen,
  coverageScreen,
  notesScreen,
  ringsScreen,
  questionsScreen,
  changesScreen,
  complianceScreen,
  gatesScreen,
  lintsScreen,
  incidentsScreen,
]);
