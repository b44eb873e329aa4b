import * as l10n from '@vscode/l10n';

/**
 * The words of the composer's page. Made in the host, where the user's language is known, and handed in.
 * `{0}` stands for what the page puts in.
 */
export function composerStrings() {
  return {
    title: l10n.t('Generate Video'),
    references: l10n.t('References'),
    mode: {
      text: l10n.t('text only'),
      firstFrame: l10n.t('first frame'),
      firstAndLastFrame: l10n.t('first and last frame'),
      references: l10n.t('references'),
    },
    role: { first: l10n.t('First frame'), last: l10n.t('Last frame'), reference: l10n.t('Reference') },
    add: l10n.t('Add'),
    addFiles: l10n.t('Add files…'),
    addUrl: l10n.t('Add URL'),
    addUrlLabel: l10n.t('Public https:// URL of an image, video or audio file'),
    dropHint: l10n.t('or drop here, with Shift held'),
    full: l10n.t('The service takes at most {0} references.'),
    remove: l10n.t('Remove {0}'),
    moveLeft: l10n.t('Move {0} left'),
    moveRight: l10n.t('Move {0} right'),
    moved: l10n.t('{0} is now number {1}.'),
    insertToken: l10n.t('Insert {0} into the prompt'),
    publicUrl: l10n.t('Public https:// URL of {0}'),
    uploading: l10n.t('Uploading {0}'),
    uploadingShare: l10n.t('Uploading {0}, {1}'),
    underWay: l10n.t('uploading, {0}'),
    tried: l10n.t('What was tried:'),
    setUpHosting: l10n.t('Set up hosting…'),
    copying: l10n.t('Making a copy…'),
    noPicture: l10n.t('No picture'),
    tooLarge: l10n.t('{0} is larger than {1} MB, too large to drop. Use “Add files…”.'),
    unreadable: l10n.t('{0} could not be read.'),
    prompt: l10n.t('Prompt'),
    promptPlaceholder: l10n.t('What should happen? One camera move works best.'),
    words: { one: l10n.t('{0} word'), other: l10n.t('{0} words') },
    model: l10n.t('Model'),
    aspectRatio: l10n.t('Aspect'),
    duration: l10n.t('Duration'),
    seconds: l10n.t('{0} s'),
    resolution: l10n.t('Resolution'),
    advanced: l10n.t('Advanced'),
    webhookUrl: l10n.t('Webhook URL'),
    webhookHelp: l10n.t('The service posts the final result there.'),
    metadata: l10n.t('Metadata'),
    metadataHelp: l10n.t('A JSON object that the service keeps with the request.'),
    fileName: l10n.t('File name'),
    fileNameHelp: l10n.t('Without its ending. Empty: the pattern of the settings.'),
    generate: l10n.t('Generate'),
    stop: l10n.t('Stop'),
    stopHelp: l10n.t('Stop the uploads. Nothing was sent to the service yet.'),
    preparing: l10n.t('Getting the references ready…'),
    sending: l10n.t('Sending…'),
    sentTo: l10n.t('Sent to {0} when you press Generate.'),
    dismiss: l10n.t('Dismiss'),
    sandboxMark: l10n.t('Sandbox'),
    sandboxHelp: l10n.t('Nothing leaves this machine and nothing is charged. The clips are stand-ins.'),
    error: l10n.t('Error'),
    warning: l10n.t('Warning'),
    warnings: { one: l10n.t('{0} warning'), other: l10n.t('{0} warnings') },
  };
}

/** The words of the preview's page. */
export function previewStrings() {
  return {
    play: l10n.t('Play'),
    pause: l10n.t('Pause'),
    position: l10n.t('Position'),
    mute: l10n.t('Mute'),
    unmute: l10n.t('Unmute'),
    volume: l10n.t('Volume'),
    loop: l10n.t('Loop'),
    fit: l10n.t('Fit to window'),
    actualSize: l10n.t('Actual size'),
    fullscreen: l10n.t('Full screen'),
    facts: l10n.t('About this clip'),
    action: {
      again: l10n.t('Make again'),
      reveal: l10n.t('Reveal in Explorer'),
      openOutside: l10n.t('Open outside'),
      copyPath: l10n.t('Copy path'),
    },
    loading: l10n.t('Loading…'),
    cannotPlay: l10n.t('This file cannot be played here. Open it outside, in the system’s own player.'),
    sound: {
      making: l10n.t('Making the sound…'),
      codec: l10n.t('The sound of this clip ({0}) cannot be played here.'),
      long: l10n.t('This clip is too long for its sound to be played here.'),
      damaged: l10n.t('The sound of this clip cannot be read.'),
    },
    sandboxMark: l10n.t('Sandbox'),
    sandboxHelp: l10n.t('A stand-in clip made on this machine. Nothing was charged.'),
    size: l10n.t('Size'),
    length: l10n.t('Length'),
    seconds: l10n.t('{0} s'),
    noFullscreen: l10n.t('This window does not allow full screen.'),
  };
}

/** The words of the page about a job of which nobody knows what became. */
export function unknownStrings() {
  return {
    known: l10n.t('What is known'),
    sent: l10n.t('What was sent'),
    notKnown: l10n.t('What is not known'),
    next: l10n.t('What you can do'),
    details: l10n.t('Technical details'),
    ask: l10n.t('Ask the service'),
    askHelp: l10n.t('The job id went along in the request’s metadata, so that support can find the request by it.'),
    copyId: l10n.t('Copy Job Id'),
    copyMessage: l10n.t('Copy a Message for Support'),
    withPrompt: l10n.t('With the prompt'),
    forget: l10n.t('I Was Not Charged: Back to a Draft'),
    forgetHelp: l10n.t('The job leaves the list and a draft filled as it was opens. Nothing is sent.'),
    again: l10n.t('Make Again (May Charge a Second Time)…'),
    againHelp: l10n.t('A new draft opens after one more question. The job stays in the list.'),
    showJob: l10n.t('Show Job'),
  };
}

/** The words of the library's page. */
export function libraryStrings() {
  return {
    title: l10n.t('Library'),
    search: l10n.t('Search prompts, names and models'),
    clear: l10n.t('Clear the search'),
    filters: l10n.t('Filters'),
    model: l10n.t('Model'),
    anyModel: l10n.t('All models'),
    state: l10n.t('State'),
    anyState: l10n.t('All states'),
    states: {
      ready: l10n.t('Ready'),
      making: l10n.t('In the making'),
      failed: l10n.t('Failed'),
      missing: l10n.t('File missing'),
      keeper: l10n.t('Keepers'),
      rejected: l10n.t('Rejected'),
    },
    day: l10n.t('Day'),
    anyDay: l10n.t('All days'),
    folder: l10n.t('Folder'),
    anyFolder: l10n.t('All folders'),
    sort: l10n.t('Sort by'),
    orders: {
      newest: l10n.t('Newest first'),
      oldest: l10n.t('Oldest first'),
      name: l10n.t('Name'),
      model: l10n.t('Model'),
      longest: l10n.t('Longest first'),
      credits: l10n.t('Most credits first'),
    },
    reset: l10n.t('Clear filters'),
    clips: { one: l10n.t('{0} clip'), other: l10n.t('{0} clips') },
    ofAll: l10n.t('{0} of {1}'),
    selected: { one: l10n.t('{0} selected'), other: l10n.t('{0} selected') },
    action: {
      open: l10n.t('Open'),
      reveal: l10n.t('Reveal file'),
      compare: l10n.t('Compare takes'),
      again: l10n.t('Make again'),
      copyMarkdown: l10n.t('Copy Markdown link'),
      copyHtml: l10n.t('Copy HTML video'),
      find: l10n.t('Look for it…'),
      download: l10n.t('Download again'),
      whatNow: l10n.t('What now?'),
      remove: l10n.t('Remove from list'),
    },
    actions: l10n.t('With the selected clips'),
    selectFirst: l10n.t('Select a clip first'),
    selectOne: l10n.t('For one clip at a time'),
    selectTwo: l10n.t('Select two to four clips'),
    notNow: l10n.t('Not possible for what is selected'),
    keeper: l10n.t('Keeper'),
    rejected: l10n.t('Rejected'),
    empty: l10n.t('No clips yet'),
    emptyHelp: l10n.t('What you generate is kept here. Right-click an image in the Explorer, or start from words.'),
    generate: l10n.t('Generate from Text'),
    nothing: l10n.t('No clip fits these filters'),
  };
}

export type ComposerStrings = ReturnType<typeof composerStrings>;
export type PreviewStrings = ReturnType<typeof previewStrings>;
export type UnknownStrings = ReturnType<typeof unknownStrings>;
export type LibraryStrings = ReturnType<typeof libraryStrings>;
