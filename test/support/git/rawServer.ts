import { execFileSync } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeCertificate } from './certificate.ts';

/** How a git host answers those who ask for a file: what it has, an error, a page to log in at, or another file's bytes. */
export type Manner = 'serve' | 401 | 403 | 404 | 503 | 'login' | { readonly bytes: Uint8Array };

/** A git host on this machine: HTTPS, and the single files of the bare repositories in a folder. */
export interface RawServer {
  readonly origin: string;
  /** Where it serves files, as the setting says it. */
  readonly template: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  /** How it answers from now on. */
  answer(manner: Manner): void;
  close(): Promise<void>;
}

/** Starts one. Its certificate counts in this process until it is closed. */
export async function startRawServer(remotes: string, scratch: string): Promise<RawServer> {
  const certificate = makeCertificate(scratch);
  const asked: string[] = [];
  let manner: Manner = 'serve';
  const server = createServer(certificate, (request, response) => {
    asked.push(request.url ?? '');
    answer(request, response, remotes, manner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, certificate.cert]);
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    template: `${origin}/{repository}/raw/{commit}/{path}`,
    asked,
    answer: (next) => (manner = next),
    close: () => {
      setDefaultCACertificates(trusted);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, remotes: string, manner: Manner): void {
  if (typeof manner === 'number') {
    response.writeHead(manner).end();
    return;
  }
  if (manner === 'login') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>');
    return;
  }
  const bytes = manner === 'serve' ? fileOf(request.url ?? '', remotes) : manner.bytes;
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (start === undefined || end === undefined) {
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    return;
  }
  const part = bytes.subarray(Number(start), Number(end) + 1);
  const range = `bytes ${start}-${Number(start) + part.length - 1}/${bytes.length}`;
  response.writeHead(206, { 'content-range': range, 'content-length': part.length }).end(part);
}

/** What a commit has at a path, as GitLab and Gitea name it in a URL; read from the bare repository itself. */
function fileOf(url: string, remotes: string): Uint8Array | undefined {
  const parts = /^\/(?<repository>.+?)(?:\/-)?\/raw\/(?<commit>[0-9a-f]{40,64})\/(?<path>.+)$/.exec(url)?.groups;
  if (parts === undefined) return undefined;
  const { repository = '', commit = '', path = '' } = parts;
  const folder = join(remotes, `${decodeURIComponent(repository)}.git`);
  const version = `${commit}:${path.split('/').map(decodeURIComponent).join('/')}`;
  try {
    return execFileSync('git', ['cat-file', 'blob', version], { cwd: folder, stdio: 'pipe', maxBuffer: 2 ** 28 });
  } catch {
    return undefined;
  }
}
