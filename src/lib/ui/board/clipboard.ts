/**
 * Copy, cut and paste on a canvas. What is copied travels twice in one clipboard: as words for any text editor, and as data in a marked piece of
 * HTML, which browsers carry between tabs and windows where they drop types of our own.
 */
import { parseClip, wordsOf, type Clip } from '#lib/domain/commands/clipboard.ts'
import type { Point } from '#lib/domain/content.ts'
import { tableIn } from '#lib/domain/reading/lists.ts'
import { m } from '#lib/i18n/paraglide/messages.js'
import type { Session } from '../state/session.svelte.ts'
import { portionOf } from '../views/pasted.ts'
import { viewOf } from '#lib/domain/views/views.ts'

/** Listens while the canvas has the focus: texts keep the browser's own clipboard. The returned function ends it. */
export function listenToClipboard(canvas: HTMLElement, session: Session): () => void {
  const here = () => document.activeElement === canvas
  const copy = (event: ClipboardEvent) => {
    if (here() && take(event, session)) event.preventDefault()
  }
  const cut = (event: ClipboardEvent) => {
    if (!here() || !session.mayWrite || !take(event, session)) return
    event.preventDefault()
    void session.editor.removeSelection()
  }
  const paste = (event: ClipboardEvent) => {
    if (!here() || !event.clipboardData) return
    event.preventDefault()
    const data = event.clipboardData
    const file = pictureIn(data.files)
    const clip = unmark(data.getData('text/html'))
    const text = data.getData('text/plain')
    // Excel copies its cells as a picture, too: what has words is words.
    if (clip || text.trim() !== '' || !file) put(session, clip, text)
    else askForImage(session, file)
  }
  const dragover = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    const file = pictureIn(event.dataTransfer?.files)
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    if (!file) return
    const { left, top } = canvas.getBoundingClientRect()
    askForImage(session, file, session.editor.look.toBoard([event.clientX - left, event.clientY - top]))
  }
  document.addEventListener('copy', copy)
  document.addEventListener('cut', cut)
  document.addEventListener('paste', paste)
  canvas.addEventListener('dragover', dragover)
  canvas.addEventListener('drop', drop)
  return () => {
    document.removeEventListener('copy', copy)
    document.removeEventListener('cut', cut)
    document.removeEventListener('paste', paste)
    canvas.removeEventListener('dragover', dragover)
    canvas.removeEventListener('drop', drop)
  }
}

/** From a menu: the browser is asked for the event that the key would have given. */
export function runClipboard(session: Session, which: 'cut' | 'copy' | 'paste'): void {
  if (which === 'paste') void readClipboard(session)
  else document.execCommand(which)
}

async function readClipboard(session: Session): Promise<void> {
  try {
    const [item] = await navigator.clipboard.read()
    const read = async (type: string) => (item?.types.includes(type) ? (await item.getType(type)).text() : '')
    const clip = unmark(await read('text/html'))
    const picture = item?.types.find((type) => type.startsWith('image/'))
    const text = await read('text/plain')
    if (clip || text.trim() !== '' || !picture) put(session, clip, text)
    else askForImage(session, new File([await item!.getType(picture)], 'image', { type: picture }))
  } catch {
    session.announcer.tell(m.paste_by_key(), { tone: 'warn' })
  }
}

function take(event: ClipboardEvent, session: Session): boolean {
  const clip = session.editor.copySelection()
  if (!clip || !event.clipboardData) return false
  event.clipboardData.setData('text/plain', wordsOf(clip))
  event.clipboardData.setData('text/html', mark(clip))
  session.announcer.tell(m.said_copied({ count: clip.elements.length }))
  return true
}

function put(session: Session, clip: Clip | null, text: string): void {
  const { editor, announcer } = session
  if (clip) return editor.paste(clip)
  const table = tableIn(text)
  if (table && session.mayWrite)
    return session.ask({
      ask: 'columns',
      is: viewOf(editor.view).writes[0].is,
      table,
      place: { near: editor.pastePoint },
    })
  const { lines, left } = portionOf(text)
  if (lines.length > 0) editor.pasteLines(lines)
  if (left > 0) announcer.tell(m.paste_left({ count: left }), { tone: 'warn' })
}

/** Only the facilitator places pictures: the server says so, too. */
function askForImage(session: Session, file: File, at?: Point): void {
  const { editor } = session
  if (!session.may('image.place') || !session.mayWrite || !viewOf(editor.view).makes.includes('image'))
    return session.announcer.tell(m.image_not_here(), { tone: 'warn' })
  session.ask({ ask: 'image', file, at: at ?? editor.pastePoint })
}

const pictureIn = (files: FileList | undefined): File | null =>
  [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? null

const MARK = /data-canevas="([A-Za-z0-9+/=]*)"/

function mark(clip: Clip): string {
  const bytes = new TextEncoder().encode(JSON.stringify(clip))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  const words = wordsOf(clip).replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]!)
  return `<div data-canevas="${btoa(binary)}">${words.replaceAll('\n', '<br>')}</div>`
}

function unmark(html: string): Clip | null {
  const encoded = MARK.exec(html)?.[1]
  if (!encoded) return null
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return parseClip(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
