/** A list that commands: an arrow key opens it, as elsewhere it would carry out the first command that it passes. */
export function opensFirst(event: KeyboardEvent & { currentTarget: HTMLSelectElement }): void {
  if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || !('showPicker' in HTMLSelectElement.prototype)) return
  event.preventDefault()
  event.currentTarget.showPicker()
}
