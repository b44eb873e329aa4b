/** Of an address, with or without a scheme, only the host: the rest may be a secret. */
export function hostOfAddress(address: string): string {
  const url = [address, `http://${address}`].find((each) => URL.canParse(each) && new URL(each).host !== '');
  return url === undefined ? '(no address)' : new URL(url).host;
}
