import * as l10n from '@vscode/l10n';

/** The points between which a page that plays loops. */
export function pointStrings() {
  return {
    inPoint: l10n.t('In point'),
    outPoint: l10n.t('Out point'),
    pointHelp: l10n.t('Drag it, or move it by the arrow keys; Delete takes it away'),
  };
}

/** What the keys do that set these points. */
export function pointKeys() {
  return {
    setIn: l10n.t('Set in point'),
    setOut: l10n.t('Set out point'),
    clearPoints: l10n.t('Clear in and out points'),
  };
}

/** What the keys do that all pages which play have. */
export function movingKeys() {
  return {
    togglePlay: l10n.t('Play or pause'),
    backward: l10n.t(
      'Play backward, faster with each press; without sound, frame by frame as fast as they can be decoded',
    ),
    stop: l10n.t('Stop'),
    forward: l10n.t('Play, faster with each press'),
    frameBack: l10n.t('Previous frame'),
    frameOn: l10n.t('Next frame'),
    secondBack: l10n.t('One second back'),
    secondOn: l10n.t('One second on'),
    toStart: l10n.t('First frame'),
    toEnd: l10n.t('Last frame'),
    toggleLoop: l10n.t('Loop'),
    slower: l10n.t('Slower'),
    faster: l10n.t('Faster'),
    louder: l10n.t('Louder'),
    quieter: l10n.t('Quieter'),
    toggleMute: l10n.t('Mute or unmute'),
    toggleActualSize: l10n.t('Actual size or fit to window'),
    toggleFullscreen: l10n.t('Full screen'),
    toggleHelp: l10n.t('Keyboard shortcuts'),
  };
}
