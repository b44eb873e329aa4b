import * as l10n from '@vscode/l10n';
import { movingKeys, pointKeys, pointStrings } from './playback.ts';

/** The words of the preview's page. */
export function previewStrings() {
  return {
    play: l10n.t('Play'),
    pause: l10n.t('Pause'),
    position: l10n.t('Position'),
    mute: l10n.t('Mute'),
    unmute: l10n.t('Unmute'),
    volume: l10n.t('Volume'),
    rate: l10n.t('Speed'),
    rateValue: l10n.t('{0}×'),
    backward: l10n.t('Backward'),
    ...pointStrings(),
    frame: l10n.t('Frame {0} of {1}'),
    fit: l10n.t('Fit to window'),
    actualSize: l10n.t('Actual size (100%)'),
    facts: l10n.t('About this clip'),
    keys: {
      ...movingKeys(),
      ...pointKeys(),
    },
    close: l10n.t('Close'),
    action: {
      again: l10n.t('Make again'),
      compare: l10n.t('Compare takes…'),
      reveal: l10n.t('Reveal in Explorer'),
      openOutside: l10n.t('Open outside'),
      copyPath: l10n.t('Copy path'),
      downloadAgain: l10n.t('Download again'),
      reload: l10n.t('Reload'),
    },
    takes: l10n.t('Takes of this shot'),
    chain: l10n.t('Chain'),
    verdict: { keeper: l10n.t('keeper'), rejected: l10n.t('rejected') },
    nextShotTitle: l10n.t('Next shot'),
    nextShot: {
      last: l10n.t('Continue from last frame'),
      continue: l10n.t('Continue from this frame'),
      endOn: l10n.t('End on this frame'),
      loop: l10n.t('Loop on this frame'),
      save: l10n.t('Save frame as PNG'),
    },
    nextShotHelp: {
      last: l10n.t('A new draft whose first picture is the last frame of this clip'),
      continue: l10n.t('A new draft whose first picture is the frame that is shown'),
      endOn: l10n.t('A draft whose last picture is the frame that is shown'),
      loop: l10n.t('A new draft that begins and ends with the frame that is shown'),
      save: l10n.t('The frame that is shown, in its full size, beside the clip'),
    },
    readingFrame: l10n.t('Reading the frame…'),
    loading: l10n.t('Loading…'),
    trouble: {
      gone: l10n.t('This file is not there any more. It is shown as soon as it is back.'),
      empty: l10n.t('This file is empty.'),
      unreadable: l10n.t('This file cannot be read.'),
      format: l10n.t('This file cannot be played here. Open it outside, in the system’s own player.'),
      codec: l10n.t(
        'The pictures of this file ({0}) cannot be played here. Open it outside, in the system’s own player.',
      ),
      damaged: l10n.t('This file is damaged: it can be played up to {0}.'),
    },
    sound: {
      making: l10n.t('Making the sound…'),
      codec: l10n.t('The sound of this clip ({0}) cannot be played here.'),
      long: l10n.t('This clip is too long or too large for its sound to be played here.'),
      damaged: l10n.t('The sound of this clip cannot be read.'),
    },
    sandboxMark: l10n.t('Sandbox'),
    sandboxHelp: l10n.t('A stand-in clip made on this machine. Nothing was charged.'),
    size: l10n.t('Size'),
    length: l10n.t('Length'),
    seconds: l10n.t('{0} s'),
    frameRate: l10n.t('Frame rate'),
    steadyRate: l10n.t('{0} a second'),
    variableRate: l10n.t('variable, {0} a second in the mean'),
  };
}

export type PreviewStrings = ReturnType<typeof previewStrings>;
