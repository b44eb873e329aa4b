import * as z from 'zod/mini';
import { toolNames } from './toolNames.ts';

// What an MCP server and the extension say to each other over a private socket: one JSON text a line. Each end takes what comes for
// foreign input: it may be of another version.

/** The longest line, bytes: room for a prompt and for a picture. */
export const maxLine = 4 * 1024 * 1024;

/** Where a window can be found, and the word that opens it once. Written into a folder that only its owner can read. */
export const doorSchema = z.object({
  /** Path of a Unix socket, or name of a Windows pipe. */
  socket: z.string(),
  token: z.string(),
  /** Paths of the folders that are open in the window. */
  folders: z.array(z.string()),
});

const id = z.int();

/** What the MCP server says: first who it is, once. */
export const helloSchema = z.object({
  token: z.string(),
  /** Name of the program that started it, as that says. */
  agent: z.string().check(z.maxLength(200)),
});

export const callSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, tool: z.enum(toolNames), input: z.unknown() }),
  z.object({ type: z.literal('cancel'), id }),
]);

/** What the extension says. */
export const answerSchema = z.discriminatedUnion('type', [
  /** The word was right. It is used up. */
  z.object({ type: z.literal('welcome') }),
  z.object({ type: z.literal('progress'), id, message: z.string() }),
  z.object({
    type: z.literal('result'),
    id,
    text: z.string(),
    /** Base64. */
    picture: z.exactOptional(z.object({ data: z.string(), mimeType: z.string() })),
  }),
  z.object({ type: z.literal('error'), id, message: z.string() }),
]);

export type Door = z.infer<typeof doorSchema>;
export type Hello = z.infer<typeof helloSchema>;
export type WireCall = z.infer<typeof callSchema>;
export type WireAnswer = z.infer<typeof answerSchema>;
