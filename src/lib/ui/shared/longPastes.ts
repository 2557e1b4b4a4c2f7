/** Browsers cut what is pasted into a box at its longest, and say nothing: here the whole is left out and told instead. */
export function refuseLongPastes(
  tell: (figures: { readonly count: number; readonly limit: number }) => void,
): () => void {
  const paste = (event: ClipboardEvent) => {
    const box = event.target
    if (!(box instanceof HTMLInputElement || box instanceof HTMLTextAreaElement) || box.maxLength < 0) return
    const kept = box.value.length - ((box.selectionEnd ?? 0) - (box.selectionStart ?? 0))
    const count = kept + (event.clipboardData?.getData('text/plain') ?? '').length
    if (event.defaultPrevented || count <= box.maxLength) return
    event.preventDefault()
    tell({ count, limit: box.maxLength })
  }
  // After the boxes themselves, which make cards of several lines.
  document.addEventListener('paste', paste)
  return () => document.removeEventListener('paste', paste)
}
