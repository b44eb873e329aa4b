/** `vscode-button` presses itself at Space but lets the page scroll as well. A native button would not. */
export function stopButtonsFromScrolling(): void {
  window.addEventListener('keydown', (event) => {
    if (event.key === ' ' && event.target instanceof Element && event.target.localName === 'vscode-button') {
      event.preventDefault();
    }
  });
}
