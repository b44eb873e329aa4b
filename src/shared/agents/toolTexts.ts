import { documentedCapabilities } from '../capabilities.ts';
import type { ToolName } from './toolNames.ts';

/** What a model is told of a tool, so that it chooses right; in English, as all that is said to models. */
export interface ToolText {
  readonly description: string;
  /** Changes nothing and costs nothing. */
  readonly readOnly: boolean;
}

const seconds = documentedCapabilities.flatMap(({ durations }) => durations);

export const toolTexts: Readonly<Record<ToolName, ToolText>> = {
  generate: {
    description: `Makes one short video clip with sound (${Math.min(...seconds)} to ${Math.max(...seconds)} s) from a prompt, and from images, videos or audio of the workspace or the web, with Seedance 2.0. COSTS CREDITS: each call is a new, paid job. VS Code asks the person first, naming files, settings and price; only they can agree, and if they do not, do not call it again on your own. Use it when the person asks for a video, an animation of a picture, or another take. Do not use it for still images, to edit or convert a file, or to find out how a job is doing, and never to repeat a job that is under way or whose state is unknown: that pays twice. Returns a job id within seconds; the clip takes minutes (see wait) and is then saved in the workspace.`,
    readOnly: false,
  },
  status: {
    description:
      'Tells how one Seedance job is doing: its state, its charge, where its clip is, and what to do next. Free. Looks once. Use it after generate when there is other work to do meanwhile; to do nothing but wait, call wait instead of calling this again and again.',
    readOnly: true,
  },
  wait: {
    description:
      'Waits until a Seedance job has ended and its clip is on disk, then returns what status returns. Free. Comes back after "seconds" also where the job goes on; then call it again. Stopping it does not stop the job.',
    readOnly: true,
  },
  list: {
    description:
      'Lists Seedance jobs of this machine, newest first, whoever made them: id, state, beginning of the prompt, settings, charge, file. Free. Use it to find a job or a clip that was made before, and before making one again.',
    readOnly: true,
  },
  cancel: {
    description:
      'Asks the service to stop a Seedance job that is queued or processing. What was charged may not come back. The person is asked first for a job that was not made in this conversation. Only use it when the person wants a job stopped.',
    readOnly: false,
  },
  describe: {
    description:
      'Describes a clip: how it was made (prompt, model, settings, references), its charge and its file, with its first frame as a picture where one is kept or can be drawn. Free. Takes a job id, or a video file of the workspace that Seedance made. Use it to see what came out, or to learn how a clip was made.',
    readOnly: true,
  },
};
