import * as z from 'zod/mini';
import type { Capabilities } from '../../shared/capabilities.ts';
import type { GenerationRequest } from '../../shared/request.ts';
import { exchange, type Call, type Reply } from './exchange.ts';
import { ApiError } from './failure.ts';
import { applyModels } from './models.ts';
import {
  cancelledSchema,
  createdSchema,
  generationSchema,
  modelsSchema,
  refusalSchema,
  type Created,
  type Generation,
} from './replies.ts';
import { readRetryAfter } from './retryAfter.ts';
import type { Transport } from './transport.ts';

/** Where to ask and with which key. */
export interface Service {
  /** HTTPS, or HTTP to this machine; no path of its own. */
  readonly baseUrl: string;
  /** See `isKey`. */
  readonly key: string;
}

/**
 * The Seedance 2.0 Open API, the four calls that are documented. Nothing is sent twice and no redirect is followed. Every call
 * throws `ApiError`, or the signal's reason once aborted.
 */
export class OpenApi {
  readonly #transport: Transport;
  readonly #service: Service;

  constructor(transport: Transport, service: Service) {
    this.#transport = transport;
    this.#service = service;
  }

  /**
   * Creates a generation. Credits are charged here. `onSend` is called when a connection stands and just before the bytes leave;
   * if it throws, nothing is sent and its error comes out. A failure of `network` in the phase `connect`, or `rateLimited`, means
   * that surely nothing was accepted.
   */
  async create(
    request: GenerationRequest,
    options: { readonly signal: AbortSignal; readonly onSend: () => void },
  ): Promise<Created> {
    const dispatcher = this.#transport.fresh(this.#service.baseUrl, 'service');
    try {
      const reply = await exchange(dispatcher, this.#call('POST', '', { body: request, ...options }));
      // Whatever else the reply says: with an id the clip can be asked for.
      const created = createdSchema.safeParse(reply.json);
      if (created.success && reply.status < 300) return created.data;
      throw failureOf(reply);
    } finally {
      await dispatcher.destroy();
    }
  }

  /** The state of a generation, and its output when ready. */
  async get(requestId: string, options: { readonly signal: AbortSignal }): Promise<Generation> {
    const reply = await this.#pooled(this.#call('GET', `/${encodeURIComponent(requestId)}`, options));
    return about(requestId, reply, read(reply, generationSchema));
  }

  /** Cancels a queued or processing generation. Returns the status that the service then names. */
  async cancel(requestId: string, options: { readonly signal: AbortSignal }): Promise<string | undefined> {
    const call = this.#call('POST', `/${encodeURIComponent(requestId)}/cancel`, options);
    const reply = await this.#pooled(call);
    return about(requestId, reply, read(reply, cancelledSchema)).status;
  }

  /** `documented`, widened or narrowed by what the service offers as far as its reply can be read. */
  async models(documented: Capabilities, options: { readonly signal: AbortSignal }): Promise<Capabilities> {
    const url = new URL('/api/open/v1/models', this.#service.baseUrl);
    const reply = await this.#pooled({ ...this.#always, method: 'GET', url, ...options });
    return applyModels(documented, read(reply, modelsSchema).data);
  }

  get #always(): Pick<Call, 'key' | 'replyLimit'> {
    return { key: this.#service.key, replyLimit: this.#transport.limits.reply };
  }

  #call(method: Call['method'], path: string, rest: Pick<Call, 'body' | 'signal' | 'onSend'>): Call {
    const url = new URL(`/api/open/v1/video/generations${path}`, this.#service.baseUrl);
    return { ...this.#always, method, url, ...rest };
  }

  #pooled(call: Call): Promise<Reply> {
    return exchange(this.#transport.pooled(this.#service.baseUrl, 'service'), call);
  }
}

function read<T extends z.ZodMiniType>(reply: Reply, schema: T): z.output<T> {
  if (reply.status < 200 || reply.status >= 300) throw failureOf(reply);
  const refusal = refusalSchema.safeParse(reply.json);
  if (refusal.success) throw failureOf(reply);
  const result = schema.safeParse(reply.json);
  if (result.success) return result.data;
  throw new ApiError(
    { kind: 'badReply', status: reply.status, message: z.prettifyError(result.error) },
    { cause: result.error },
  );
}

/** Hands the reply back where it does not say that it is about another request. */
function about<T extends { readonly requestId?: string | undefined }>(requestId: string, reply: Reply, said: T): T {
  if (said.requestId === undefined || said.requestId === requestId) return said;
  throw new ApiError({ kind: 'badReply', status: reply.status, message: 'the reply is about another request' });
}

/** Statuses of the 4xx range that do not say whether the request was taken: timed out, in conflict, too early. */
const undecided = [408, 409, 425];

function failureOf(reply: Reply): ApiError {
  const { status } = reply;
  const refusal = refusalSchema.safeParse(reply.json);
  const said = refusal.success ? refusal.data.error : undefined;
  const retryAfter = readRetryAfter(reply.retryAfter, Date.now());
  const wait = retryAfter !== undefined && { retryAfter };
  if (status === 429)
    return new ApiError({
      kind: 'rateLimited',
      status,
      ...wait,
      ...(said?.message !== undefined && { message: said.message }),
    });
  if (status >= 500) return new ApiError({ kind: 'server', status, ...(status === 503 && wait), ...said });
  if (!refusal.success) return new ApiError({ kind: 'badReply', status, message: 'not a reply of the service' });
  if (status === 401 || said?.code === 'unauthorized') return new ApiError({ kind: 'unauthorized', status, ...said });
  if (status >= 400 && !undecided.includes(status)) return new ApiError({ kind: 'rejected', status, ...said });
  return new ApiError({ kind: 'badReply', status, message: said?.message ?? said?.code ?? 'an unclear refusal' });
}
