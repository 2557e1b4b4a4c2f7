/** What is done: a pure command's changes, applied as one step of undo. */
import { applyChanges } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { connect } from '#lib/domain/commands/connect.ts'
import { createCard } from '#lib/domain/commands/create.ts'
import { align, distribute, toBack, toFront, withContents, type Alignment } from '#lib/domain/commands/arrange.ts'
import { copy, paste, pasteLines, type Clip, type Pasted, type Pasting } from '#lib/domain/commands/clipboard.ts'
import { placeImage } from '#lib/domain/commands/draw.ts'
import { duplicate } from '#lib/domain/commands/duplicate.ts'
import { convert, setText } from '#lib/domain/commands/edit.ts'
import { keepWording, SITTING } from '#lib/domain/commands/formerly.ts'
import { dropAt, tidy } from '#lib/domain/views/views.ts'
import { moveBy } from '#lib/domain/commands/move.ts'
import { madeByOthers, remove } from '#lib/domain/commands/remove.ts'
import type { Id, Point } from '#lib/domain/content.ts'
import { LABEL } from '#lib/domain/drawn.ts'
import { CARD } from '#lib/domain/geometry.ts'
import type { ElementKind } from '#lib/domain/schema/element.ts'
import { rectUnderPointer } from '#lib/scene/views.ts'
import { Choosing } from './choosing.ts'

export abstract class Commanding extends Choosing {
  /** Where one's own pointer is, board units. */
  cursor: Point | null = null
  /** When one last wrote in a text, by `id/field`. */
  readonly #written = new Map<string, number>()

  /** Applies changes if this person may write; tells why not otherwise. */
  apply(changes: readonly Change[], typing?: string): boolean {
    if (!this.allowed()) return false
    const result = this.options.board.apply(changes, typing)
    if (!result.ok) this.options.say({ say: 'refused', why: result.why })
    return result.ok
  }

  /** A card where the pointer is, its text ready to be typed. */
  createAt(is: ElementKind, at: Point): void {
    const corner: Point = is === 'label' ? [at[0], at[1] - LABEL.line / 2] : [at[0] - CARD.width / 2, at[1] - 24]
    const id = this.options.newId()
    const made = createCard(this.content, null, { id, is, text: '', by: this.options.me() })
    const so = applyChanges(this.content, made)
    if (this.apply([...made, ...dropAt(so, this.view, so.elements.get(id)!, corner)])) this.edit(id)
  }

  /** Drops a card of the tray at a point of the screen. */
  dropFromTray(id: Id, at: Point): void {
    const element = this.content.elements.get(id)
    if (!element) return
    const { x, y } = rectUnderPointer(element, this.toBoard(at))
    if (this.apply(dropAt(this.content, this.view, element, [x, y]))) this.select([id])
  }

  moveSelection(d: Point): void {
    this.apply(moveBy(this.content, this.view, this.selection, d))
  }

  /** What the text said before one's first letter is kept (commands/formerly.ts); `anew`: also in the middle of one's own writing. */
  setText(id: Id, field: string, text: string, root: 'elements' | 'links' = 'elements', anew = false): void {
    const [place, at] = [`${id}/${field}`, this.options.now()]
    const begins = anew || at - (this.#written.get(place) ?? -Infinity) > SITTING
    const kept = begins ? keepWording(this.content, root, id, { field, at }) : []
    const done = this.apply([...kept, ...setText(this.content, root, id, field, text)], anew ? undefined : place)
    if (done) this.#written.set(place, at)
  }

  connect(from: Id, to: Id, agreed = false): Id | null {
    const { newId, me, say } = this.options
    const result = connect(this.content, { id: newId(), from, to, by: me() }, agreed)
    if (result.ok) return this.apply(result.changes) ? result.link : null
    if (result.why === 'for_whom') say({ say: 'for_whom', from, to })
    else say({ say: 'cannot_connect', why: result.why })
    return null
  }

  async removeSelection(): Promise<void> {
    await this.remove([...this.selection])
  }

  async remove(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0 || !this.allowed()) return
    if (!(await this.options.confirmRemoval(ids))) return
    const { me, now, say } = this.options
    const changes = remove(this.content, ids, { by: me(), at: now() })
    if (changes.length > 0 && this.apply(changes)) {
      this.select([...this.selection].filter((id) => !ids.includes(id)))
      say({ say: 'removed', count: changes.length })
    }
  }

  /** Strokes: one's own go without a question, undo is near. */
  async erase(ids: readonly Id[]): Promise<void> {
    const { me, now, confirmRemoval } = this.options
    if (ids.length === 0 || !this.allowed()) return
    if (madeByOthers(this.content, ids, me()) > 0 && !(await confirmRemoval(ids))) return
    this.apply(remove(this.content, ids, { by: me(), at: now() }))
  }

  duplicateSelection(): void {
    const { me, newId } = this.options
    const ids = withContents(this.content, this.view, this.selection)
    const copies = duplicate(this.content, this.view, ids, me(), newId)
    if (this.apply(copies.changes)) this.select(copies.ids)
  }

  alignSelection(to: Alignment): void {
    this.apply(align(this.content, this.view, this.selection, to))
  }
  distributeSelection(axis: 'across' | 'down'): void {
    this.apply(distribute(this.content, this.view, this.selection, axis))
  }
  stackSelection(to: 'front' | 'back'): void {
    this.apply((to === 'front' ? toFront : toBack)(this.content, this.selection))
  }
  convertSelection(to: ElementKind): void {
    this.apply(convert(this.content, this.selection, to))
  }

  /** Null: nothing is selected. */
  copySelection(): Clip | null {
    const clip = copy(this.content, this.view, this.selection)
    return clip.elements.length > 0 ? clip : null
  }

  paste(clip: Clip): void {
    this.#paste(paste(this.content, this.view, clip, this.#pasting()))
  }
  pasteLines(lines: readonly string[]): void {
    this.#paste(pasteLines(this.content, this.view, lines, this.#pasting()))
  }
  /** Where the pointer is, else in the middle of the view. */
  get pastePoint(): Point {
    return this.cursor ?? this.toBoard([this.viewport.width / 2, this.viewport.height / 2])
  }
  #pasting(): Pasting {
    return { by: this.options.me(), newId: this.options.newId, at: this.pastePoint }
  }
  #paste(made: Pasted): void {
    if (made.changes.length > 0 && this.apply(made.changes)) this.select(made.ids)
  }

  placeImage(image: { hash: string; text: string; size: readonly [number, number] }, at: Point): void {
    const made = { id: this.options.newId(), by: this.options.me() }
    if (this.apply(placeImage(this.content, this.view, made, { ...image, at }))) this.select([made.id])
  }

  /** A label left without a word would be there for nobody: it goes. */
  override edit(id: Id | null): void {
    const left = this.editing
    super.edit(id)
    const element = left !== null && left !== this.editing ? this.content.elements.get(left) : undefined
    if (element?.is !== 'label' || element.text.trim() !== '' || !this.options.mayWrite()) return
    this.apply(remove(this.content, [element.id], { by: this.options.me(), at: this.options.now() }))
  }

  /** «Ranger» */
  tidy(): void {
    if (this.apply(tidy(this.content, this.view))) this.fit()
  }

  undo(): void {
    this.#step('undo')
  }
  redo(): void {
    this.#step('redo')
  }

  #step(way: 'undo' | 'redo'): void {
    this.cancel()
    if (!this.allowed()) return
    const result = this.options.board.history[way]()
    const nothing = way === 'undo' ? 'nothing_to_undo' : 'nothing_to_redo'
    const done = way === 'undo' ? 'undone' : 'redone'
    this.options.say({ say: result.is === 'nothing' ? nothing : result.is === 'done' ? done : 'changed_by_others' })
    this.changed()
  }
}
