/**
 * What package.json declares, once more as types: a test holds the two against each other, so no id is ever misspelt in one place.
 */
export const Command = {
  generateFromFiles: 'seedance.generateFromFiles',
  generateFromUrl: 'seedance.generateFromUrl',
  generateFromText: 'seedance.generateFromText',
  reopenDraft: 'seedance.reopenDraft',
  promptHistory: 'seedance.promptHistory',
  promptTemplates: 'seedance.promptTemplates',
  refresh: 'seedance.refresh',
  setKey: 'seedance.setKey',
  clearKey: 'seedance.clearKey',
  turnOnSandbox: 'seedance.turnOnSandbox',
  turnOffSandbox: 'seedance.turnOffSandbox',
  setUpHosting: 'seedance.setUpHosting',
  removeUploads: 'seedance.removeUploads',
  forgetConsents: 'seedance.forgetConsents',
  openSettings: 'seedance.openSettings',
  copyDiagnostics: 'seedance.copyDiagnostics',
  exportCosts: 'seedance.exportCosts',
  openPreview: 'seedance.openPreview',
  preview: 'seedance.preview',
  openLibrary: 'seedance.openLibrary',
  copyMarkdown: 'seedance.copyMarkdown',
  copyHtml: 'seedance.copyHtml',
  compare: 'seedance.compare',
  cancel: 'seedance.cancel',
  retryDownload: 'seedance.retryDownload',
  makeAgain: 'seedance.makeAgain',
  continueFromLastFrame: 'seedance.continueFromLastFrame',
  makeAgainFromFile: 'seedance.makeAgainFromFile',
  whatNow: 'seedance.whatNow',
  chooseFolder: 'seedance.chooseFolder',
  mend: 'seedance.mend',
  revealFile: 'seedance.revealFile',
  openOutside: 'seedance.openOutside',
  copyPrompt: 'seedance.copyPrompt',
  copyRequestId: 'seedance.copyRequestId',
  copyOutputUrl: 'seedance.copyOutputUrl',
  showOlder: 'seedance.showOlder',
  chooseTake: 'seedance.chooseTake',
  rejectTake: 'seedance.rejectTake',
  takeBackVerdict: 'seedance.takeBackVerdict',
  remove: 'seedance.remove',
} as const;

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

export const ContextKey = {
  hasKey: 'seedance.hasKey',
  hasCharges: 'seedance.hasCharges',
  documentsWithMediaUrl: 'seedance.documentsWithMediaUrl',
} as const;

export const View = { jobs: 'seedance.jobs', costs: 'seedance.costs' } as const;

export const ViewType = {
  composer: 'seedance.composer',
  preview: 'seedance.preview',
  compare: 'seedance.compare',
  unknown: 'seedance.unknown',
  library: 'seedance.library',
} as const;
