/** What one person asks for while others write, again and again until told to stop. */
import type { Application } from './application.ts'
import { FILES } from './files.ts'
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

const of = (part: string) => (application: Place) => `/b/${application.large}/${part}`
const readReferentiel = get(of('referentiel.json'))
const rename = post(of('settings'), () => JSON.stringify({ title: `Grand ${Math.random()}` }))
const form = 'name=Lucie&structure=Banc&email=a%40exemple.fr&password=un+mot+de+passe+assez+long'

export const LINES: Readonly<Record<string, Line>> = {
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
  '64 at once at a made-up setup link': repeatedly(({ origin }, signal) => {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    return ask(`${origin}/setup/AAAAAAAAAAAAAAAAAAAAAA`, { method: 'POST', headers, body: form, signal })
  }, 64),
}
