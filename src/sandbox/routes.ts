import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api } from './api.ts';
import type { Folders } from './folders.ts';
import { readJson, sendJson } from './json.ts';
import { mediaTypeOf } from './mediaUrl.ts';
import { modelList } from './modelList.ts';
import { invalid, Refusal } from './refusal.ts';
import { sendFile } from './sendFile.ts';
import { hasUpload, storeUpload, uploadPath } from './uploads.ts';

/** What a route needs of the request it answers. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of the server that was asked: `http://127.0.0.1:PORT`. */
  readonly origin: string;
}

/** One method on one form of path. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: RegExp;
  /** The API wants its bearer on every call; plain files, like those of the real service, want none. */
  readonly isPublic?: true;
  /** `first` and `second`: what the path's groups caught, still percent-encoded. */
  handle(call: Call, first: string, second: string): void | Promise<void>;
}

/** Everything that the sandbox answers. `/api` is the service's own, `/sandbox` the sandbox's extras. */
export function routesFor(api: Api, folders: Folders): readonly Route[] {
  return [
    {
      method: 'GET',
      path: /^\/api\/open\/v1\/models$/,
      handle: ({ response }) => sendJson(response, 200, { success: true, data: modelList() }),
    },
    {
      method: 'POST',
      path: /^\/api\/open\/v1\/video\/generations$/,
      handle: async ({ request, response }) => sendJson(response, 200, await api.create(await readJson(request))),
    },
    {
      method: 'GET',
      path: /^\/api\/open\/v1\/video\/generations\/([^/]+)$/,
      handle: async ({ response, origin }, id) => sendJson(response, 200, await api.status(id, origin)),
    },
    {
      method: 'POST',
      path: /^\/api\/open\/v1\/video\/generations\/([^/]+)\/cancel$/,
      handle: async ({ response }, id) => sendJson(response, 200, await api.cancel(id)),
    },
    {
      method: 'PUT',
      path: /^\/sandbox\/media\/([^/]+)$/,
      handle: async ({ request, response, origin }, name) => {
        if (mediaTypeOf(name) === undefined) throw invalid('The name has no extension of a known media type.');
        const sha256 = await storeUpload(folders, request);
        sendJson(response, 200, { success: true, url: `${origin}/sandbox/media/${sha256}/${name}` });
      },
    },
    {
      method: 'GET',
      path: /^\/sandbox\/media\/([0-9a-f]{64})\/([^/]+)$/,
      isPublic: true,
      handle: async ({ request, response }, sha256, name) => {
        const type = mediaTypeOf(name);
        if (type === undefined || !(await hasUpload(folders, sha256))) {
          throw new Refusal(404, 'not_found', 'There is no such file.');
        }
        await sendFile(request, response, uploadPath(folders, sha256), type.contentType);
      },
    },
    {
      method: 'GET',
      path: /^\/sandbox\/output\/([^/]+)\.mp4$/,
      isPublic: true,
      handle: async ({ request, response }, id) => sendFile(request, response, await api.output(id), 'video/mp4'),
    },
  ];
}
