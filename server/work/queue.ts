/** Who is next: each person in turn, and of one person each board in turn. Every step costs the same, however many wait. */

type Waiting<T> = Map<string, T[]>

export class FairQueue<T> {
  /** In the order in which people are served: who was served goes to the end. */
  readonly #people = new Map<string, Waiting<T>>()
  readonly #counts = new Map<string, number>()
  #size = 0

  get size(): number {
    return this.#size
  }

  countOf(person: string): number {
    return this.#counts.get(person) ?? 0
  }

  push(item: T, person: string, board: string): void {
    const boards = this.#people.get(person) ?? new Map<string, T[]>()
    this.#people.set(person, boards)
    const items = boards.get(board) ?? []
    boards.set(board, items)
    items.push(item)
    this.#add(person, 1)
  }

  shift(): T | undefined {
    for (const [person, boards] of this.#people) {
      for (const [board, items] of boards) {
        const item = items.shift()!
        boards.delete(board)
        if (items.length > 0) boards.set(board, items)
        this.#people.delete(person)
        if (boards.size > 0) this.#people.set(person, boards)
        this.#add(person, -1)
        return item
      }
    }
    return undefined
  }

  /** Gives up the place of an item that has not been served. */
  remove(item: T, person: string, board: string): void {
    const boards = this.#people.get(person)
    const items = boards?.get(board)
    const at = items?.indexOf(item) ?? -1
    if (!boards || !items || at < 0) return
    items.splice(at, 1)
    if (items.length === 0) boards.delete(board)
    if (boards.size === 0) this.#people.delete(person)
    this.#add(person, -1)
  }

  #add(person: string, count: number) {
    this.#size += count
    const now = this.countOf(person) + count
    if (now === 0) this.#counts.delete(person)
    else this.#counts.set(person, now)
  }
}
