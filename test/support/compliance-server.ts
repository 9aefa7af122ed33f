import type { ServerResponse } from 'node:http';
import { type Asked, answerJson, apiServer } from './api-server.ts';

/** A log file of the server: its text, and when its newest record came in. */
export type LogFile = { id: string; end: string; text: string };

/** What the server does with one request in the place of answering it; undefined answers it. */
export type Mishap = (asked: Asked, response: ServerResponse) => true | undefined;

/**
 * A server that gives log files as the Compliance API does: pages that begin with the last file of the page before, null as the
 * end of an empty page, and files on another origin behind an address that is signed.
 *
 * @param files in the order of their ends; more can come
 */
export async function complianceServer(
  files: LogFile[],
  { pageSize = 2, mishap = () => undefined }: { pageSize?: number; mishap?: Mishap } = {},
) {
  const storage = await apiServer((asked, response) => {
    if (mishap(asked, response)) return;
    const file = files.find(({ id }) => asked.path === `/signed/${id}`);
    response.writeHead(file ? 200 : 403).end(file?.text ?? 'no');
  });
  const api = await apiServer((asked, response) => {
    if (mishap(asked, response)) return;
    if (asked.key !== 'Bearer the-key')
      return answerJson(response, { error: { message: 'no such key' } }, 401);
    const [, id] = /^\/v1\/compliance\/workspaces\/ws-1\/logs(?:\/(.+))?$/.exec(asked.path) ?? ['', 'none'];
    if (id === undefined) return answerJson(response, page(asked.query));
    if (!files.some((file) => file.id === id)) return answerJson(response, {}, 404);
    response.writeHead(307, { location: `${storage.base}/signed/${id}?sig=${signature}` }).end();
  });
  const page = (query: URLSearchParams) => {
    const after = Date.parse(query.get('after') ?? '');
    // What is of the moment itself is given again.
    const rest = files.filter(({ end }) => Date.parse(end) >= after);
    const data = rest.slice(0, pageSize);
    return {
      data: data.map(({ id, end }) => ({ id, end_time: end })),
      has_more: rest.length > data.length,
      last_end_time: data.at(-1)?.end ?? null,
    };
  };
  return { base: api.base, asked: api.asked, storageAsked: storage.asked };
}

/** What makes the address of a file a secret. */
export const signature = 'c2lnbmVkLWFuZC1zZWNyZXQ';
