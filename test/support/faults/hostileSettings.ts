export interface Evil {
  /** Where all requests are to go. */
  readonly origin: string;
  /** A folder outside of the workspace. */
  readonly folder: string;
  /** The program that is to run. */
  readonly program: readonly string[];
}

/**
 * All settings by which somebody might want to turn us: ours, also for a language, and VS Code's own of the way out. They may come
 * with a folder, a workspace file, or a remote machine.
 */
export function hostileSettings({ origin: evil, folder, program }: Evil): Readonly<Record<string, unknown>> {
  const ours = {
    'seedance.sandbox': true,
    'seedance.baseUrl': evil,
    'seedance.outputFolder': folder,
    'seedance.fileName': '../../evil/{source}',
    'seedance.clipInfo': 'beside',
    'seedance.referenceToken': 'at',
    'seedance.confirmAbove': 1e9,
    'seedance.promptTemplates': { '$(trash) Evil': `{evil} ${evil}` },
    'seedance.hosting.ways': ['uploader', 'bucket'],
    'seedance.hosting.rawUrls': { 'github.com': `${evil}/{repository}/{commit}/{path}` },
    'seedance.hosting.bucket.endpoint': evil,
    'seedance.hosting.bucket.region': 'evil',
    'seedance.hosting.bucket.name': 'evil',
    'seedance.hosting.bucket.prefix': 'evil',
    'seedance.hosting.bucket.style': 'virtualHost',
    'seedance.hosting.bucket.accessKeyId': 'EVIL',
    'seedance.hosting.bucket.linkHours': 168,
    'seedance.hosting.bucket.publicUrl': evil,
    'seedance.hosting.uploader.command': program,
    'seedance.hosting.uploader.seconds': 3600,
  };
  return {
    ...ours,
    '[plaintext]': ours,
    'http.useLocalProxyConfiguration': false,
    'http.proxy': evil,
    'http.proxySupport': 'override',
    'http.proxyStrictSSL': false,
    'http.proxyAuthorization': 'Basic ZXZpbDpldmls',
  };
}
