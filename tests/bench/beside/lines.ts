/** What one person asks for while others write, again and again until told to stop. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Application } from './application.ts'
import { SESSION_COOKIE } from '#server/auth/session.ts'
import { Client, SILENT } from '../sync/client.ts'
import { FILES, manyKeys, picture } from './files.ts'
import { ask, type Answered } from './request.ts'

type Place = Pick<Application, 'origin' | 'cookie' | 'large' | 'versions'>
/** Runs until `signal`; says how long each request took, in milliseconds. */
type Line = (of: Place, signal: AbortSignal) => Promise<readonly number[]>
type Ask = (of: Place, signal: AbortSignal) => Promise<unknown>
export type Asked = { readonly line: string; readonly of: Place }

const repeatedly =
  (once: Ask, atOnce = 1): Line =>
  async (application, signal) => {
    const took: number[] = []
    const one = async () => {
      while (!signal.aborted) {
        const begun = performance.now()
        await once(application, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error
        })
        if (!signal.aborted) took.push(performance.now() - begun)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, one))
    return took
  }

/** As a browser does; `encoding`: others say that they take nothing packed. */
const get =
  (path: (application: Place) => string, encoding = 'gzip'): Ask =>
  async (application, signal) => {
    const { origin, cookie } = application
    const url = `${origin}${path(application)}`
    return fine(url, await ask(url, { headers: { cookie, 'accept-encoding': encoding }, signal }))
  }

const post =
  (path: (application: Place) => string, body: () => string = () => '{}'): Ask =>
  async (application, signal) => {
    const { origin, cookie } = application
    const url = `${origin}${path(application)}`
    const headers = { cookie, origin, 'content-type': 'application/json', accept: 'application/json' }
    return fine(url, await ask(url, { method: 'POST', headers, body: body(), signal }))
  }

function fine(url: string, { status, text }: Answered): string {
  if (status >= 400) throw new Error(`${url} was answered with ${status}: ${text.slice(0, 200)}`)
  return text
}

const LIMIT = 'limit-of-the-form'

/** A file as the page's form sends it. Refused files are answered, too. */
const sending = (file: (application: Place, signal: AbortSignal) => Promise<string> | string): Ask => {
  let body: string | null = null
  return async (application, signal) => {
    const { origin, cookie } = application
    body ??= `--${LIMIT}\r\ncontent-disposition: form-data; name="file"; filename="banc.json"\r\n\r\n${await file(application, signal)}\r\n--${LIMIT}--\r\n`
    const headers = {
      cookie,
      origin,
      accept: 'application/json',
      'content-type': `multipart/form-data; boundary=${LIMIT}`,
    }
    return fine('import', await ask(`${origin}/boards?/import`, { method: 'POST', headers, body, signal }))
  }
}
const importing = (name: keyof typeof FILES) => sending(() => FILES[name]())

/** Another one each time: what is there already is not kept twice. */
const placePicture: Ask = async ({ origin, cookie, large }, signal) => {
  const headers = { cookie, origin, 'content-type': 'image/png' }
  await ask(`${origin}/b/${large}/images`, { method: 'POST', headers, body: picture(), signal })
}

/** A stranger's demonstrations, made once; refused ones are none. */
function createStranger() {
  const boards: { readonly board: string; readonly token: string }[] = []
  let isReady = false
  async function demonstrations({ origin }: Place, signal: AbortSignal) {
    for (let n = 0; !isReady && n < 12; n++) {
      const headers = { origin, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
      const { text, cookies } = await ask(`${origin}/?/demo`, { method: 'POST', headers, body: '', signal })
      const board = /\/b\/([\w-]+)/.exec(text)?.[1]
      const token = cookies.map((cookie) => /=([^;]+)/.exec(cookie)?.[1]).find(Boolean)
      if (board && token) boards.push({ board, token })
    }
    isReady = true
    if (boards.length === 0) throw new Error('A stranger got no demonstration.')
    return boards
  }
  return demonstrations
}

const flooding: Ask = (() => {
  const [demonstrations, update] = [createStranger(), manyKeys(19_000)]
  return async (place, signal) => {
    for (const { board, token } of await demonstrations(place, signal)) {
      if (signal.aborted) return
      const port = Number(new URL(place.origin).port)
      const client = new Client({ kind: 'canevas', port, board, token }, SILENT)
      await client.synced.catch(() => {})
      client.write(update)
      await new Promise((resolve) => setTimeout(resolve, 20))
      client.end()
    }
  }
})()

const keepingOfDemonstration: Ask = (() => {
  const demonstrations = createStranger()
  return async (place, signal) => {
    const { origin } = place
    const [{ board, token }] = (await demonstrations(place, signal)) as [{ board: string; token: string }]
    const headers = { cookie: `${SESSION_COOKIE}=${token}`, origin, 'content-type': 'application/json' }
    await ask(`${origin}/b/${board}/versions`, { method: 'POST', headers, body: '{"label":"Banc"}', signal })
  }
})()

const of = (part: string) => (application: Place) => `/b/${application.large}/${part}`
const readReferentiel = get(of('referentiel.json'))
const rename = post(of('settings'), () => JSON.stringify({ title: `Grand ${Math.random()}` }))
const form = 'name=Lucie&structure=Banc&email=a%40exemple.fr&password=un+mot+de+passe+assez+long'

/** What the machine itself does to those who write, whoever works beside them: every core counts, under the lowest priority. */
const counting: Line = (_, signal) => {
  const COUNT = `require('node:os').setPriority(19); for (let n = 0; ; n++);`
  const threads = Array.from({ length: availableParallelism() }, () => new Worker(COUNT, { eval: true }))
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => {
      for (const thread of threads) void thread.terminate()
      resolve([])
    }),
  )
}

export const FLOOR = 'nothing: each core counts (the floor)'

export const LINES: Readonly<Record<string, Line>> = {
  [FLOOR]: counting,
  'import, 40,000 spaces in a list': repeatedly(importing('spaces')),
  'import, 5,000 stakeholders at one point': repeatedly(importing('onePoint')),
  'import, 5,000 stakeholders spread': repeatedly(importing('spread')),
  'import, 11,600 effects, 4.9 MB': repeatedly(importing('effects')),
  'import, 8 MB of brackets': repeatedly(importing('deep')),
  'a large board’s copy, opened again': repeatedly(
    sending(async (application, signal) => (await get(of('board.json'))(application, signal)) as string),
  ),
  'référentiel, one reader': repeatedly(readReferentiel),
  'référentiel, one reader who takes nothing packed': repeatedly(get(of('referentiel.json'), 'identity')),
  'référentiel, six readers after each edit': repeatedly(async (...asked) => {
    await rename(...asked)
    await Promise.all(Array.from({ length: 6 }, () => readReferentiel(...asked)))
  }),
  'keeping a version': repeatedly(post(of('versions'), () => '{"label":"Banc"}')),
  'going back to a version': repeatedly(post(({ large, versions }) => `/b/${large}/versions/${versions[0]}/restore`)),
  'difference of two versions': repeatedly(get(({ large, versions }) => `/b/${large}/versions/${versions[1]}/changes`)),
  'a version’s page': repeatedly(get(({ large, versions }) => `/b/${large}/versions/${versions[0]}/state`)),
  'a board’s copy': repeatedly(get(of('board.json'))),
  'pictures of 2 MB': repeatedly(placePicture),
  'a stranger, 12 demonstrations, 19,000 keys at once': repeatedly(flooding),
  'a stranger, versions of a demonstration': repeatedly(keepingOfDemonstration),
  '64 at once at a made-up setup link': repeatedly(({ origin }, signal) => {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    return ask(`${origin}/setup/AAAAAAAAAAAAAAAAAAAAAA`, { method: 'POST', headers, body: form, signal })
  }, 64),
}
