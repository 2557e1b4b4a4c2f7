/** A server of its own with a board and an invitation, and people who come in through whole pages, as a browser does: without one, so that sixty fit. */
import { WebSocket } from 'ws'
import type { Services } from '#server/services.ts'
import { startBuilt } from '../support/builtServer.ts'

export type Arrivals = { readonly origin: string; readonly link: string; end(): Promise<void> }

export async function startArrivals(): Promise<Arrivals> {
  const { port, prepared: link, end } = await startBuilt(invitation)
  return { origin: `http://127.0.0.1:${port}`, link, end }
}

async function invitation({ accounts, boards, joining, now }: Services): Promise<string> {
  const account = { name: 'Lucie', structure: 'Agence', email: 'lucie@exemple.fr', password: '', admin: true }
  const { personId: by } = (await accounts.create(account, now()))!
  const { id: boardId, programmeId } = await boards.createBoard({ title: 'Boucles vives', by })
  const { token } = await joining.invite({ programmeId, boardId, role: 'participant', expiresAt: null, by })
  return `/join/${token}`
}

/** What somebody met on the way in: answers that are no page, codes that close a line. Empty: they are in. */
export async function arrive({ origin, link }: Arrivals, name: string): Promise<readonly string[]> {
  const met: string[] = []
  let cookie = ''
  async function ask(path: string, sent: RequestInit = {}): Promise<Response> {
    const headers = { accept: 'text/html', 'accept-language': 'fr', origin, cookie }
    const answer = await fetch(`${origin}${path}`, {
      redirect: 'manual',
      ...sent,
      headers: { ...headers, ...sent.headers },
    })
    if (answer.status >= 400) met.push(`${path}: ${answer.status}`)
    const given = answer.headers.getSetCookie().map((each) => each.split(';')[0]!)
    if (given.length > 0) cookie = given.join('; ')
    return answer
  }
  /** With the files that it names. */
  async function page(path: string): Promise<void> {
    const answer = await ask(path)
    const said = `${answer.headers.get('link')} ${await answer.text()}`
    const files = new Set(said.match(/(?<=["'(<])[./]*_app\/[^"')>]+/g))
    const paths = [...files].map((file) => new URL(file, `${origin}${path}`).pathname).values()
    // Six connections, as a browser has: each takes the next file.
    await Promise.all(Array.from({ length: 6 }, () => take(paths)))
  }
  async function take(files: Iterable<string>): Promise<void> {
    for (const file of files) await (await ask(file)).arrayBuffer()
  }

  await page(link)
  const fields = new URLSearchParams({ name, structure: 'Mairie' })
  const entered = (await ask(`${link}?/enter`, { method: 'POST', body: fields })).headers.get('location')
  const board = entered && (await ask(entered)).headers.get('location')
  if (!board) return [...met, 'no board']
  await page(board)
  const refusal = await synchronised(`${origin.replace('http', 'ws')}/sync/${board.split('/').at(-1)}`, {
    origin,
    cookie,
  })
  return refusal === null ? met : [...met, refusal]
}

/** The board has arrived: the answer to a step 1 that knows nothing. Null: it has; else why the line was closed. */
async function synchronised(url: string, headers: Record<string, string>): Promise<string | null> {
  const line = new WebSocket(url, ['wb.v1'], { headers })
  try {
    return await new Promise((resolve) => {
      line.on('open', () => line.send(Uint8Array.of(0, 0, 1, 0)))
      line.on('message', (frame: Buffer) => frame[0] === 0 && frame[1] === 1 && resolve(null))
      line.on('close', (code, reason) => resolve(`${code} ${reason.toString()}`))
      line.on('error', (error) => resolve(error.message))
    })
  } finally {
    line.terminate()
  }
}
