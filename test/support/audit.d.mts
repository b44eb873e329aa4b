export interface Weakness {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly via: readonly (string | { readonly severity: string; readonly title: string; readonly url: string })[];
}
export function readReport(printed: string): Readonly<Record<string, Weakness>> | undefined;
export function weaknesses(vulnerabilities: Readonly<Record<string, Weakness>>, folders: readonly string[]): string[];
