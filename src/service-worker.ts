/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
/**
 * A board that was opened on this device opens here again without a network. Nothing else is served from here: pages come from the network whenever it
 * answers, so that nobody sees the application of before a deploy. What is decided is in `shell.ts`.
 */
import { build, version } from '$service-worker'
import {
  cachesOf,
  handlingOf,
  isMessage,
  isPages,
  isRefusal,
  isWhole,
  outdated,
  type Message,
} from '#lib/sync/shell.ts'

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope
const { assets, pages } = cachesOf(version)

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(assets)
      .then((cache) => cache.addAll(build))
      // Pages that are open go on with what they have: their files stay in the former version's cache.
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(outdated(names, version).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  const handling = handlingOf({ method: request.method, mode: request.mode, url }, worker.location.origin)
  if (handling === 'asset') event.respondWith(asset(request))
  else if (handling === 'board') event.respondWith(board(request, url.pathname))
})

worker.addEventListener('message', (event) => {
  // Where the network is gone meanwhile, the page of before stays.
  if (isMessage(event.data)) event.waitUntil(keep(event.data).catch(() => undefined))
})

async function asset(request: Request): Promise<Response> {
  const own = await (await caches.open(assets)).match(request, { ignoreVary: true })
  return own ?? (await caches.match(request, { ignoreVary: true })) ?? fetch(request)
}

async function board(request: Request, path: string): Promise<Response> {
  try {
    const answer = await fetch(request)
    if (isRefusal(answer)) await drop(path)
    return answer
  } catch (error) {
    for (const name of (await pageCaches()).reverse()) {
      const kept = await (await caches.open(name)).match(path)
      if (kept) return kept
    }
    throw error
  }
}

/** Asked for anew, as the server gives it now: whoever came by a link inside the application has never loaded the page itself. */
async function keep({ keep: path, person }: Message): Promise<void> {
  const answer = await fetch(path, { headers: { accept: 'text/html' } })
  if (isRefusal(answer)) return drop(path)
  if (!answer.ok) return
  const held = await (await caches.open(assets)).keys()
  const html = await answer.clone().text()
  if (!isWhole(html, new Set(held.map(({ url }) => new URL(url).pathname)))) {
    await worker.registration.update()
    return
  }
  await forgetOthers(person)
  const cache = await caches.open(pages)
  await Promise.all([cache.put(path, answer), cache.put(WHO, new Response(person))])
}

/** Pages say a person's name: those of whoever was here before go. */
async function forgetOthers(person: string): Promise<void> {
  for (const name of await pageCaches()) {
    const who = await (await caches.open(name)).match(WHO)
    if ((await who?.text()) !== person) await caches.delete(name)
  }
}

async function drop(path: string): Promise<void> {
  for (const name of await pageCaches()) await (await caches.open(name)).delete(path)
}

const WHO = '/who'
const pageCaches = async () => (await caches.keys()).filter(isPages)
