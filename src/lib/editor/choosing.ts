/** What is chosen: the selection, the text being edited, the tool in hand. */
import type { Pen } from '#lib/domain/commands/draw.ts'
import type { Id } from '#lib/domain/content.ts'
import type { Element, ElementKind } from '#lib/domain/schema/element.ts'
import { Looking } from './looking.ts'

/** `hand` pans; a kind creates one card where it is clicked; `arrow` draws from card to card; `pen` and `eraser` stay in hand. */
export type Tool = 'select' | 'hand' | 'arrow' | 'pen' | 'eraser' | ElementKind

export abstract class Choosing extends Looking {
  tool: Tool = 'select'
  pen: Pen = { colour: 'ink', width: 'fine' }
  selection: ReadonlySet<Id> = new Set()
  hover: Id | null = null
  /** What a person's filter leaves pale; null: nothing. */
  faint: ((id: Id) => boolean) | null = null
  /** The card whose text is being edited in place. */
  editing: Id | null = null

  /** Abandons the running gesture: nothing of it is written. */
  abstract cancel(): void

  /** What a colleague removed meanwhile is not taken. */
  select(ids: Iterable<Id>): void {
    this.selection = new Set([...ids].filter((id) => this.isThere(id)))
    this.changed()
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
        const element = this.content.elements.get(id)
        return element !== undefined && !wanted(element)
      })
    this.changed()
  }

  selectAll(): void {
    this.select(this.scene.stack)
  }

  /** Whoever is about to draw or write has done with what was chosen, whose panel would lie over half a small screen. */
  use(tool: Tool, pen: Pen = this.pen): void {
    if (tool !== 'select' && tool !== 'hand' && tool !== 'arrow') this.selection = new Set()
    this.tool = tool
    this.pen = pen
    this.changed()
  }

  edit(id: Id | null): void {
    if (id !== null && !this.allowed()) return
    this.editing = id
    if (id !== null) this.selection = new Set([id])
    this.changed()
  }

  /** «Montrer»: selects a card or an arrow and brings it on screen. */
  reveal(id: Id): void {
    this.bring(id)
    this.select([id])
  }

  /** Brings a card on screen and leaves it at that: nothing is chosen, no panel opens over it. */
  lookAt(id: Id): void {
    this.select([])
    this.bring(id, false)
    this.changed()
  }

  /** Goes on choosing from the card that was chosen last; going back lets go of it. */
  extendTo(id: Id): void {
    const ids = [...this.selection]
    this.bring(id)
    this.select(this.selection.has(id) ? [...ids.slice(0, -1).filter((each) => each !== id), id] : [...ids, id])
  }

  /** Whether this person may write; says why not otherwise. */
  protected allowed(): boolean {
    if (this.options.mayWrite()) return true
    this.options.say({ say: 'read_only' })
    return false
  }

  /** Nothing stays chosen that is not there any more. */
  protected letGoOfRemoved(): void {
    const gone = [...this.selection].some((id) => !this.isThere(id))
    if (gone) this.selection = new Set([...this.selection].filter((id) => this.isThere(id)))
    if (this.hover && !this.isThere(this.hover)) this.hover = null
  }

  protected isThere(id: Id): boolean {
    return this.content.elements.has(id) || this.content.links.has(id)
  }
}
