import { setTimeout as wait } from 'node:timers/promises';
import { json, page, reset, type Handler } from '../support/engine/server.ts';

/** What goes wrong with each POST of a create. */
export interface CreateFault {
  /** In Markdown. */
  readonly name: string;
  /** True where the service surely took nothing, so that nobody pays for sending it again. */
  readonly turnsAway?: true;
  readonly answer: Handler;
}

const no = { success: false, error: { code: 'oops', message: 'No.' } };
const accepted = JSON.stringify({ success: true, id: 'req_1', data: { requestId: 'req_1', status: 'queued' } });
const half = accepted.slice(0, accepted.length / 2);

/** A 200 with this much of its body. */
const cut: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(half);
};

const empty: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 0 }).end();
};

const close: Handler = (_, response) => void response.socket?.end();

const resetInReply: Handler = async (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': accepted.length }).write(half);
  // Long enough for the client to have read what came.
  await wait(500);
  await reset(request, response);
};

/** *No answer at all* is not among them: each client gives up after a time of its own, some after minutes. */
export const createFaults: readonly CreateFault[] = [
  { name: '500', answer: json(500, no) },
  { name: '502, a page', answer: page(502, '<!doctype html><title>Bad gateway</title>') },
  { name: '503, `Retry-After: 1`', answer: json(503, no, { 'retry-after': '1' }) },
  { name: '504', answer: page(504, '') },
  { name: '408', answer: json(408, no) },
  { name: '409', answer: json(409, no) },
  { name: 'reset before the reply', answer: reset },
  { name: 'closed before the reply', answer: close },
  { name: 'reset in the reply', answer: resetInReply },
  { name: '200, empty', answer: empty },
  { name: '200, half of its JSON', answer: cut },
  { name: '429, `Retry-After: 1`', turnsAway: true, answer: json(429, no, { 'retry-after': '1' }) },
];
