/** What this device keeps so that a board opens without a network: its page (`src/service-worker.ts`) beside its copy. */
import { storedCopies, forgetCopy } from './storedCopies.ts'
import { isPages, type Message } from './shell.ts'

/** Of the board that is open. Only for who keeps a copy of it: the page alone shows nothing. */
export async function keepPage(person: string): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    await idle()
    const registration = await navigator.serviceWorker.register('/service-worker.js')
    // After a deploy the page in hand is the new one, and goes with the new service worker's scripts.
    await registration.update().catch(() => undefined)
    if (registration.installing) await installed(registration.installing)
    const { active } = await navigator.serviceWorker.ready
    active?.postMessage({ keep: location.pathname, person } satisfies Message)
  } catch {
    // Private windows and some settings allow none: the board opens with a network only.
  }
}

/** Opening the board comes first. */
const idle = () =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(resolve, { timeout: 5_000 })
    else setTimeout(resolve, 2_000)
  })

const installed = (worker: ServiceWorker) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    }
    worker.addEventListener('statechange', look)
    look()
  })

/** Nobody is signed in: no page, and no copy of which the server has everything. What it has not waits for its author. */
export async function forgetEverybody(): Promise<void> {
  if ('caches' in globalThis) for (const name of await caches.keys()) if (isPages(name)) await caches.delete(name)
  for (const { name, unsaved } of storedCopies()) if (!unsaved) await forgetCopy(name)
}
