/** What is chosen: the selection, the text being edited, the tool in hand. */
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Id } from '#lib/domain/content.ts'
import type { Element, ElementKind } from '#lib/domain/schema/element.ts'
import type { Look } from './look.ts'

/** `hand` pans; a kind creates one card where it is clicked; `arrow` draws from card to card; `pen` and `eraser` stay in hand. */
export type Tool = 'select' | 'hand' | 'arrow' | 'pen' | 'eraser' | ElementKind

export class Choice {
  tool: Tool = 'select'
  pen: Pen = { colour: 'ink', width: 'fine' }
  selection: ReadonlySet<Id> = new Set()
  hover: Id | null = null
  /** What a person's filter leaves pale; null: nothing. */
  faint: ((id: Id) => boolean) | null = null
  /** The card whose text is being edited in place. */
  editing: Id | null = null

  readonly #look: Look
  readonly #changed: () => void

  constructor(look: Look, changed: () => void) {
    this.#look = look
    this.#changed = changed
  }

  /** What a colleague removed meanwhile is not taken. */
  select(ids: Iterable<Id>): void {
    this.selection = new Set([...ids].filter((id) => this.#isThere(id)))
    this.#changed()
  }

  toggle(id: Id): void {
    const next = new Set(this.selection)
    if (!next.delete(id)) next.add(id)
    this.select(next)
  }

  /** Leaves all cards pale but those that are asked for; null shows them all. */
  showOnly(wanted: ((element: Element) => boolean) | null): void {
    this.faint =
      wanted &&
      ((id) => {
        const element = this.#look.content.elements.get(id)
        return element !== undefined && !wanted(element)
      })
    this.#changed()
  }

  selectAll(): void {
    this.select(this.#look.scene.stack)
  }

  /** Whoever is about to draw or write has done with what was chosen, whose panel would lie over half a small screen. */
  use(tool: Tool, pen: Pen = this.pen): void {
    if (tool !== 'select' && tool !== 'hand' && tool !== 'arrow') this.selection = new Set()
    this.tool = tool
    this.pen = pen
    this.#changed()
  }

  /** The text that is edited in place from now on; null: none. */
  writeIn(id: Id | null): void {
    this.editing = id
    if (id !== null) this.selection = new Set([id])
    this.#changed()
  }

  /** «Montrer»: selects a card or an arrow and brings it on screen. */
  reveal(id: Id): void {
    this.#look.bring(id)
    this.select([id])
  }

  /** Brings a card on screen and leaves it at that: nothing is chosen, no panel opens over it. */
  lookAt(id: Id): void {
    this.select([])
    this.#look.bring(id, false)
    this.#changed()
  }

  /** Goes on choosing from the card that was chosen last; going back lets go of it. */
  extendTo(id: Id): void {
    const ids = [...this.selection]
    this.#look.bring(id)
    this.select(this.selection.has(id) ? [...ids.slice(0, -1).filter((each) => each !== id), id] : [...ids, id])
  }

  /** Nothing stays chosen that is not there any more. */
  letGoOfRemoved(): void {
    const gone = [...this.selection].some((id) => !this.#isThere(id))
    if (gone) this.selection = new Set([...this.selection].filter((id) => this.#isThere(id)))
    if (this.hover && !this.#isThere(this.hover)) this.hover = null
  }

  #isThere(id: Id): boolean {
    return this.#look.content.elements.has(id) || this.#look.content.links.has(id)
  }
}
