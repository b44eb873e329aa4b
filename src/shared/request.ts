/** The body of a create, field by field as the service's page "Image to video" names them. */
export interface GenerationRequest {
  readonly model: string;
  readonly prompt: string;
  /** Left out: text to video. */
  readonly mediaUrls?: readonly string[];
  readonly aspectRatio?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly resolution?: string;
  readonly webhookUrl?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}
