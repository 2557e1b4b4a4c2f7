/** The options of a list that may be long, in the page once somebody goes there: a hundred lists of hundreds of cards take seconds to make. */
import type { Attachment } from 'svelte/attachments'

/** So many are there from the beginning. */
const FEW = 40

export class OptionsFor<Option> {
  readonly #all: () => readonly Option[]
  readonly #isChosen: (option: Option) => boolean
  #visited = $state(false)

  /** `isChosen`: those that are shown before anybody goes there. */
  constructor(all: () => readonly Option[], isChosen: (option: Option) => boolean = () => false) {
    this.#all = all
    this.#isChosen = isChosen
  }

  get shown(): readonly Option[] {
    const all = this.#all()
    return this.#visited || all.length <= FEW ? all : all.filter(this.#isChosen)
  }

  /** Before the list opens: by keyboard, by pointer, or by an assistive technology that moves the focus. */
  readonly onVisit: Attachment<HTMLSelectElement> = (select) => {
    const visit = () => (this.#visited = true)
    const events = ['focus', 'pointerdown'] as const
    for (const event of events) select.addEventListener(event, visit, { once: true })
    return () => {
      for (const event of events) select.removeEventListener(event, visit)
    }
  }
}
