/** An answer that is not a success: thrown anywhere while a request is handled, sent by the server as the API's error JSON. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** HTTP status, 4xx or 5xx. */
  readonly status: number;
  /** `error.code`. Only `unauthorized` is documented; the others are this sandbox's own words. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A request that breaks a rule of the reference: 400, with a message that names the field. */
export function invalid(message: string): Refusal {
  return new Refusal(400, 'invalid_request', message);
}
