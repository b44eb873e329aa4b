/**
 * What package.json declares, once more as types: a test holds the two against each other, so no id is ever misspelt in one place.
 */
export const Command = named(
  'generateFromFiles',
  'generateFromUrl',
  'generateFromLink',
  'generateFromText',
  'reopenDraft',
  'promptHistory',
  'promptTemplates',
  'refresh',
  'setKey',
  'clearKey',
  'turnOnSandbox',
  'turnOffSandbox',
  'setUpHosting',
  'removeUploads',
  'forgetConsents',
  'openSettings',
  'getStarted',
  'trySample',
  'copyDiagnostics',
  'exportCosts',
  'openPreview',
  'preview',
  'openLibrary',
  'copyMarkdown',
  'copyHtml',
  'compare',
  'cancel',
  'retryDownload',
  'makeAgain',
  'continueFromLastFrame',
  'makeAgainFromFile',
  'findClip',
  'whatNow',
  'chooseFolder',
  'mend',
  'revealFile',
  'openOutside',
  'copyPrompt',
  'copyRequestId',
  'copyOutputUrl',
  'showOlder',
  'chooseTake',
  'rejectTake',
  'takeBackVerdict',
  'remove',
  'copyMcpConfiguration',
  'turnOffMcp',
  'forgetAgentSums',
);

export type CommandId = (typeof Command)[keyof typeof Command];

export const Setting = {
  sandbox: 'seedance.sandbox',
  baseUrl: 'seedance.baseUrl',
  outputFolder: 'seedance.outputFolder',
  fileName: 'seedance.fileName',
  clipInfo: 'seedance.clipInfo',
  referenceToken: 'seedance.referenceToken',
  confirmAbove: 'seedance.confirmAbove',
  promptTemplates: 'seedance.promptTemplates',
  hostingWays: 'seedance.hosting.ways',
  rawUrls: 'seedance.hosting.rawUrls',
  bucketEndpoint: 'seedance.hosting.bucket.endpoint',
  bucketRegion: 'seedance.hosting.bucket.region',
  bucketName: 'seedance.hosting.bucket.name',
  bucketPrefix: 'seedance.hosting.bucket.prefix',
  bucketStyle: 'seedance.hosting.bucket.style',
  bucketAccessKeyId: 'seedance.hosting.bucket.accessKeyId',
  bucketLinkHours: 'seedance.hosting.bucket.linkHours',
  bucketPublicUrl: 'seedance.hosting.bucket.publicUrl',
  uploaderCommand: 'seedance.hosting.uploader.command',
  uploaderSeconds: 'seedance.hosting.uploader.seconds',
} as const;

export const ContextKey = named(
  'hasKey',
  'hasCharges',
  'hasSample',
  'hasClip',
  'hasContinued',
  'opensWalkthrough',
  'documentsWithMedia',
  'changesHoldMedia',
  'mcpOn',
);

export const View = named('jobs', 'costs');

export const ViewType = named('composer', 'preview', 'compare', 'unknown', 'library');

/** An id of ours for each name: written once, as all of this is read at every start. */
function named<const Name extends string>(...names: Name[]): { readonly [N in Name]: `seedance.${N}` } {
  return Object.fromEntries(names.map((name) => [name, `seedance.${name}`])) as { [N in Name]: `seedance.${N}` };
}
