const surfaces: Readonly<Record<string, string>> = {
  CODEX_CLI: 'cli',
  CODEX_SERVICE_EXEC: 'exec',
  CODEX_IDE_VSCODE: 'ide',
  CODEX_DESKTOP_APP: 'desktop',
  CODEX_WEB: 'web',
  CODEX_GITHUB: 'github',
  CODEX_SDK_TS: 'sdk',
};

/** The surface of a client id of the service; an id that is not known stays as it is. */
export function surfaceOfClient(clientId: string): string {
  return Object.hasOwn(surfaces, clientId) ? (surfaces[clientId] ?? clientId) : clientId;
}

/** Whether the surface of a client id is known. */
export const isKnownClient = (clientId: string) => Object.hasOwn(surfaces, clientId);
