import type { Place } from '../../domain/base/documents/place.ts';

/** A rule, and what was found by it, as SARIF 2.1.0 names them. */
type SarifRun = { rules: readonly object[]; results: readonly object[]; executionSuccessful: boolean };

/** A document of one run in SARIF 2.1.0, the form that code scanning reads. */
export function sarifDocument({ rules, results, executionSuccessful }: SarifRun): string {
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'codex-cockpit', rules } },
        invocations: [{ executionSuccessful }],
        results,
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Where something was found; none for an unknown place. */
export function sarifLocations(place: Place | undefined): readonly object[] {
  if (place === undefined) return [];
  const { file, line, column } = place;
  const region = { startLine: line, startColumn: column };
  const uri = file.split(/[\\/]/).map(encodeURIComponent).join('/');
  return [
    { physicalLocation: { artifactLocation: { uri: file.startsWith('/') ? `file://${uri}` : uri }, region } },
  ];
}
