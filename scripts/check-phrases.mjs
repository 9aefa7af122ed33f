// Fails when a text uses a phrase that engineers have to read twice. phrases.json says what to write instead.
import { globSync, readFileSync } from 'node:fs';

const phrases = JSON.parse(readFileSync(new URL('../phrases.json', import.meta.url), 'utf8'));
const rules = phrases.map(({ not, say }) => ({
  say,
  pattern: new RegExp(`(?<![\\w-])(?:${not})(?![\\w-])`, 'gi'),
}));
const files = globSync(['*.md', '{src,docs,data,checks,runbooks,scripts}/**/*.{md,ts,tsx,yaml}']);

let found = 0;
for (const file of files.sort()) {
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    for (const { say, pattern } of rules) {
      for (const [phrase] of line.matchAll(pattern)) {
        found += 1;
        process.stdout.write(`${file}:${index + 1}: "${phrase}": write: ${say}\n`);
      }
    }
  }
}
process.stdout.write(found === 0 ? '' : `${found} phrases to rewrite. The list is phrases.json.\n`);
process.exitCode = found === 0 ? 0 : 1;
