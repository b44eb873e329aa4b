/** What a browser says of its machine; not every browser says both. */
interface Browser {
  readonly platform: string;
  readonly userAgentData?: { readonly platform: string };
}

/** True where the person sits at a Mac, and has its keys. The extension may run on another machine, and knows only of that. */
export function isMac({ platform, userAgentData }: Browser): boolean {
  return [platform, userAgentData?.platform].some((name) => /^mac/i.test(name ?? ''));
}
