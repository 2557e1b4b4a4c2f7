/** A browser as the main path drives it: what it shows is found by its words, as people find it, and pressed by a real pointer and real keys. */
export type Engine = {
  open(url: string): Promise<void>
  reload(): Promise<void>
  /** Runs in the page; what it gives is JSON, a promise is waited for. `script`: the body of a function of `args`. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T>
  /** Presses the middle of the one element that a selector of CSS finds. */
  press(selector: string): Promise<void>
  /** From the middle of an element to a point of the window, CSS pixels, with the pointer held down. */
  drag(selector: string, to: readonly [x: number, y: number]): Promise<void>
  /** Where the focus is. */
  type(text: string): Promise<void>
  key(key: 'Enter'): Promise<void>
  close(): Promise<void>
}

/** What is on screen and called so; `within`: a selector around it. */
export type Wanted = {
  readonly role: keyof typeof ROLES
  readonly name: string | RegExp
  readonly within?: string
}

const ROLES = {
  button: 'button, [role="button"]',
  tab: '[role="tab"]',
  link: 'a[href]',
  box: 'textarea, input:not([type="checkbox"]):not([type="radio"])',
  choice: 'select',
  tick: 'input[type="checkbox"]',
  heading: 'h1, h2, h3, h4',
} as const

const WITHIN_MS = 20_000
const LOOK_EVERY_MS = 100

/** Waits for the element, marks it, and gives a selector of it. */
export async function find(engine: Engine, wanted: Wanted): Promise<string> {
  const mark = await until(
    `${wanted.role} ${wanted.name}`,
    () => isThere(engine, wanted),
    () => engine.run<string>('return `${location}: ${document.body.innerText}`'),
  )
  return `[data-found="${mark}"]`
}

/** Its mark, or null where there is none now. */
export function isThere(engine: Engine, { role, name, within = 'body' }: Wanted): Promise<string | null> {
  const [words, flags] = typeof name === 'string' ? [name, null] : [name.source, name.flags]
  return engine.run(FIND, ROLES[role], within, words, flags)
}

/** Of several the first in the order of the page. No-break spaces read as spaces. */
const FIND = `
  const [roles, within, name, flags] = args
  const spaced = (text) => (text ?? '').replace(/\\s+/g, ' ').trim()
  const nameOf = (element) =>
    spaced(element.getAttribute('aria-label') ?? '') ||
    spaced([...(element.labels ?? [])].map((label) => label.textContent).join(' ')) ||
    spaced(element.textContent)
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden' && !element.disabled
  }
  const is = (words) => (flags === null ? words === name : new RegExp(name, flags).test(words))
  const found = [...document.querySelectorAll(within)]
    .flatMap((around) => [...around.querySelectorAll(roles)])
    .find((element) => isSeen(element) && is(nameOf(element)))
  if (!found) return null
  for (const marked of document.querySelectorAll('[data-found]')) marked.removeAttribute('data-found')
  found.scrollIntoView({ block: 'center' })
  found.dataset.found = String(Math.random()).slice(2)
  return found.dataset.found
`

/** Waits until something is so, and gives it. `instead`: what to say that there is. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | false | undefined>,
  instead?: () => Promise<string>,
): Promise<T> {
  const end = Date.now() + WITHIN_MS
  let last: unknown = null
  for (;;) {
    try {
      const found = await look()
      if (found !== null && found !== undefined && found !== false) return found
    } catch (error) {
      // The page is on its way to another.
      last = error
    }
    if (Date.now() > end) {
      const seen = await instead?.().catch(() => 'The page does not answer.')
      throw new Error(`Waited in vain for ${what}. ${seen ?? ''}`, { cause: last })
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
