/**
 * The editor without a screen: it decides, the canvas paints, Svelte shows. Everything a person does on a view passes here and leaves as a pure
 * command's changes, applied as one step of undo. It has a `Look` (scene and camera), a `Choice` (selection and tool) and a `Hand`, which turns pointers
 * into gestures: a running one only shows a draft; release writes once.
 */
import type { Presence } from '#lib/board/presence.ts'
import type { Content, ViewId } from '#lib/domain/content.ts'
import { Choice } from './choice.ts'
import { Hand } from './hand.ts'
import { Look } from './look.ts'
import type { Author, EditorOptions, Made } from './options.ts'
import { applyChanges } from '#lib/domain/apply.ts'
import type { Change } from '#lib/domain/change.ts'
import { connect } from '#lib/domain/commands/connect.ts'
import { createCard, type NewCard } from '#lib/domain/commands/create.ts'
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

export class Editor {
  readonly options: EditorOptions
  readonly look: Look
  readonly choice: Choice
  readonly hand: Hand
  /** When one last wrote in a text, by `id/field`. */
  readonly #written = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  readonly #end: () => void

  constructor(options: EditorOptions) {
    this.options = options
    const changed = () => this.#changed()
    this.look = new Look({ content: () => options.board.content, words: options.words, changed })
    this.choice = new Choice(this.look, changed)
    this.hand = new Hand(this, changed)
    this.#end = options.board.onChange(() => {
      this.choice.letGoOfRemoved()
      changed()
    })
  }

  get content(): Content {
    return this.options.board.content
  }
  get view(): ViewId {
    return this.look.view
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.hand.cancel()
    this.#end()
    this.#listeners.clear()
  }

  show(view: ViewId): void {
    if (view === this.view) return
    this.hand.cancel()
    this.choice.tool = 'select'
    this.choice.editing = null
    const chosen = [...this.choice.selection]
    this.look.turnTo(view)
    const { boxes, lines } = this.look.scene
    // What was chosen in «Liste» stays so where it can be seen.
    this.choice.select(chosen.filter((id) => boxes.has(id) || lines.has(id)))
  }

  /** What others see of this editor. */
  presence(): Presence {
    const { choice, hand, view } = this
    return {
      view,
      cursor: hand.cursor,
      selection: [...choice.selection].slice(0, 200),
      draft: hand.shown.draft,
      editing: choice.editing === null ? null : `${choice.editing}/text`,
    }
  }

  /** Escape goes one step back at a time: gesture, text, tool, selection. */
  escape(): void {
    if (this.hand.gesture) this.hand.cancel()
    else if (this.choice.editing) this.edit(null)
    else if (this.choice.tool !== 'select') this.choice.use('select')
    else this.choice.select([])
  }

  /** Whether this person may write; says why not otherwise. */
  allowed(): boolean {
    if (this.options.mayWrite()) return true
    this.options.say({ say: 'read_only' })
    return false
  }

  /** What a command writes for this person now. */
  run(command: (content: Content, author: Author) => readonly Change[]): boolean {
    if (!this.allowed()) return false
    return this.apply(command(this.content, this.#author()))
  }
  /** The same, of a command that makes cards: their ids; null: nothing was written. */
  make(command: (content: Content, author: Author) => Made): readonly Id[] | null {
    let ids: readonly Id[] = []
    const done = this.run((content, author) => {
      const made = command(content, author)
      ids = made.ids
      return made.changes
    })
    return done ? ids : null
  }
  /** A card that nobody points a place for: its id; null: it was not made. */
  create(card: Pick<NewCard, 'is' | 'text' | 'fields'>): Id | null {
    const ids = this.make((content, { by, newId }) => {
      const id = newId()
      return { changes: createCard(content, null, { ...card, id, by }), ids: [id] }
    })
    return ids?.[0] ?? null
  }
  #author(): Author {
    const { me, newId, now } = this.options
    const by = me()
    return { by, gone: { by, at: now() }, newId }
  }

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
    const { x, y } = rectUnderPointer(element, this.look.toBoard(at))
    if (this.apply(dropAt(this.content, this.view, element, [x, y]))) this.choice.select([id])
  }

  moveSelection(d: Point): void {
    this.apply(moveBy(this.content, this.view, this.choice.selection, d))
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
    await this.remove([...this.choice.selection])
  }

  async remove(ids: readonly Id[]): Promise<void> {
    if (ids.length === 0 || !this.allowed()) return
    if (!(await this.options.confirmRemoval(ids))) return
    const { me, now, say } = this.options
    const changes = remove(this.content, ids, { by: me(), at: now() })
    if (changes.length > 0 && this.apply(changes)) {
      this.choice.select([...this.choice.selection].filter((id) => !ids.includes(id)))
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
    const ids = withContents(this.content, this.view, this.choice.selection)
    const copies = duplicate(this.content, this.view, ids, me(), newId)
    if (this.apply(copies.changes)) this.choice.select(copies.ids)
  }

  alignSelection(to: Alignment): void {
    this.apply(align(this.content, this.view, this.choice.selection, to))
  }
  distributeSelection(axis: 'across' | 'down'): void {
    this.apply(distribute(this.content, this.view, this.choice.selection, axis))
  }
  stackSelection(to: 'front' | 'back'): void {
    this.apply((to === 'front' ? toFront : toBack)(this.content, this.choice.selection))
  }
  convertSelection(to: ElementKind): void {
    this.apply(convert(this.content, this.choice.selection, to))
  }

  /** Null: nothing is selected. */
  copySelection(): Clip | null {
    const clip = copy(this.content, this.view, this.choice.selection)
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
    return this.hand.cursor ?? this.look.toBoard([this.look.viewport.width / 2, this.look.viewport.height / 2])
  }
  #pasting(): Pasting {
    return { by: this.options.me(), newId: this.options.newId, at: this.pastePoint }
  }
  #paste(made: Pasted): void {
    if (made.changes.length > 0 && this.apply(made.changes)) this.choice.select(made.ids)
  }

  placeImage(image: { hash: string; text: string; size: readonly [number, number] }, at: Point): void {
    const made = { id: this.options.newId(), by: this.options.me() }
    if (this.apply(placeImage(this.content, this.view, made, { ...image, at }))) this.choice.select([made.id])
  }

  /** A label left without a word would be there for nobody: it goes. */
  edit(id: Id | null): void {
    if (id !== null && !this.allowed()) return
    const left = this.choice.editing
    this.choice.writeIn(id)
    const element = left !== null && left !== id ? this.content.elements.get(left) : undefined
    if (element?.is !== 'label' || element.text.trim() !== '' || !this.options.mayWrite()) return
    this.apply(remove(this.content, [element.id], { by: this.options.me(), at: this.options.now() }))
  }

  /** «Ranger» */
  tidy(): void {
    if (this.apply(tidy(this.content, this.view))) this.look.fit()
  }

  undo(): void {
    this.#step('undo')
  }
  redo(): void {
    this.#step('redo')
  }

  #step(way: 'undo' | 'redo'): void {
    this.hand.cancel()
    if (!this.allowed()) return
    const result = this.options.board.history[way]()
    const nothing = way === 'undo' ? 'nothing_to_undo' : 'nothing_to_redo'
    const done = way === 'undo' ? 'undone' : 'redone'
    this.options.say({ say: result.is === 'nothing' ? nothing : result.is === 'done' ? done : 'changed_by_others' })
    this.#changed()
  }

  /** Tells canvas, panels and presence that something of the editor's own state changed. */
  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
