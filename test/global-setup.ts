import { execFileSync } from 'node:child_process';
import { requireAbilities } from './support/machine.ts';

/** The tests that start the program start what a person would: the built one. */
export default function setup(): void {
  requireAbilities(process.env.COCKPIT_REQUIRE);
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
