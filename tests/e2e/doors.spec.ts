/** Every door of the server, tried by who should not pass: what it answers, in words for people, and that nothing changed behind it. */
import { readFileSync } from 'node:fs'
import { expect, request, type APIRequestContext, type APIResponse, type Browser, type Page } from '@playwright/test'
import { signIn as signInByHand } from './byHand.ts'
import {
  boardOf,
  browserOf,
  createBoard,
  EXAMPLE,
  FACILITATOR,
  goOffline,
  importBoard,
  ORIGIN,
  quickAdd,
  saved,
  signIn,
  tab,
  test,
} from './people.ts'

type Version = { readonly id: string; readonly label: string }
type Invitation = { readonly id: string; readonly token: string; readonly state: { readonly is: string } }
type Who = 'stranger' | 'other' | 'observer' | 'participant' | 'facilitator'

const UNKNOWN = 'AAAAAAAAAAAAAAAAAAAAAA'
let people: Record<Who, APIRequestContext>
let [origin, board, version, invitation] = ['', '', '', '']

/** As a browser without scripts asks: the answer is a page. */
const PAGE = { accept: 'text/html', 'accept-language': 'fr' }
const JSON_SENT = { 'content-type': 'application/json' }
const send = (
  who: APIRequestContext,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) =>
  who.fetch(`${origin}${path}`, {
    method,
    maxRedirects: 0,
    headers: { accept: 'application/json', 'accept-language': 'fr', origin, ...(body ? JSON_SENT : {}), ...headers },
    data: body === undefined ? undefined : JSON.stringify(body),
  })
const form = (
  who: APIRequestContext,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) =>
  who.post(`${origin}${path}`, {
    form: fields,
    maxRedirects: 0,
    headers: { ...PAGE, origin, ...headers },
  })
const upload = (who: APIRequestContext, name: string, content: string | Buffer) =>
  who.post(`${origin}/boards?/import`, {
    multipart: { file: { name, mimeType: 'application/json', buffer: Buffer.from(content) } },
    maxRedirects: 0,
    headers: { ...PAGE, origin },
  })
const json = async <T>(response: Promise<APIResponse>) => (await (await response).json()) as T

/** The words, without the typography that no test should depend on; never the inside of the server. */
async function words(response: APIResponse): Promise<string> {
  const text = (await response.text()).replace(/[\u00a0\u202f]/g, ' ')
  expect(text).not.toMatch(/node:internal|\.(js|ts):\d+:\d+/)
  return text
}

type Cookies = NonNullable<Parameters<typeof request.newContext>[0]>['storageState']
async function guest(storageState?: Cookies): Promise<APIRequestContext> {
  return request.newContext(storageState ? { storageState } : {})
}
async function joined(role: 'participant' | 'observer'): Promise<APIRequestContext> {
  const made = await json<Invitation>(
    send(people.facilitator, 'POST', `/b/${board}/invitations`, { role, expiresAt: null }),
  )
  const who = await guest()
  expect((await form(who, `/join/${made.token}?/enter`, { name: 'Nadia', structure: 'Montfleur' })).status()).toBe(303)
  return who
}

test.beforeAll(async ({ browser }) => {
  const page = await browserOf(browser)
  await signIn(page)
  board = await importBoard(page)
  origin = ORIGIN
  people = {
    facilitator: await guest(await page.context().storageState()),
    stranger: await guest(),
    other: await guest(),
  } as typeof people
  expect((await form(people.other, '/?/demo', {})).status()).toBe(303)
  people.participant = await joined('participant')
  people.observer = await joined('observer')
  version = (await json<Version>(send(people.facilitator, 'POST', `/b/${board}/versions`, { label: 'Première' }))).id
  invitation = (await json<Invitation[]>(send(people.facilitator, 'GET', `/b/${board}/invitations`)))[0]!.id
})

const EVERYONE: readonly Who[] = ['observer', 'participant', 'facilitator']
const doors = (id: string) =>
  [
    ['GET', `/b/${id}/versions`, EVERYONE],
    ['GET', `/b/${id}/versions/${version}/changes`, EVERYONE],
    ['GET', `/b/${id}/people`, EVERYONE],
    ['GET', `/b/${id}/referentiel.json`, EVERYONE],
    ['GET', `/b/${id}/referentiel.json?version=${version}`, EVERYONE],
    ['GET', `/b/${id}/board.json`, ['facilitator']],
    ['POST', `/b/${id}/settings`, ['facilitator'], { rings: null }],
    ['GET', `/b/${id}/invitations`, ['facilitator']],
    ['POST', `/b/${id}/invitations`, ['facilitator'], { role: 'participant', expiresAt: null }],
    ['DELETE', `/b/${id}/invitations/${invitation}`, ['facilitator']],
    ['POST', `/b/${id}/versions`, ['facilitator'], { label: 'Forcée' }],
    ['POST', `/b/${id}/versions/${version}/restore`, ['facilitator']],
  ] as const satisfies readonly (readonly [string, string, readonly Who[], unknown?])[]

/** What a refused request may not have changed. */
const state = async () => ({
  versions: await json<Version[]>(send(people.facilitator, 'GET', `/b/${board}/versions`)),
  invitations: await json<Invitation[]>(send(people.facilitator, 'GET', `/b/${board}/invitations`)),
  isListed: await isListed(`/b/${board}`),
})
/** Of these tests alone: others make boards at the same time. */
const isListed = async (words: string) =>
  (await (await people.facilitator.get(`${origin}/boards`)).text()).includes(words)

test('each endpoint of a board refuses who may not, says so, and changes nothing', async () => {
  const before = await state()
  for (const [method, path, allowed, body] of doors(board)) {
    const answer = (who: Who) => send(people[who], method, path, body)
    const said = async (who: Who, status: number, sentence: RegExp) => {
      const response = await answer(who)
      expect([method, path, who, response.status()]).toEqual([method, path, who, status])
      expect(await words(response)).toMatch(sentence)
    }
    await said('stranger', 401, /Votre session est terminée/)
    await said('other', 404, /Ce tableau n’existe pas, ou vous n’y avez pas accès/)
    for (const who of EVERYONE)
      if (!(allowed as readonly Who[]).includes(who)) await said(who, 403, /n’est pas permise avec votre accès/)
      else if (method === 'GET') expect([path, who, (await answer(who)).status()]).toEqual([path, who, 200])
  }
  for (const [method, path, , body] of doors(UNKNOWN))
    expect([path, (await send(people.facilitator, method, path, body)).status()]).toEqual([path, 404])
  expect(await state()).toEqual(before)
})

test('another site’s page, or one that does not say where it comes from, does nothing with my cookie', async () => {
  const before = await state()
  for (const foreign of ['https://ailleurs.example', 'null', '']) {
    for (const [method, path, , body] of doors(board).filter(([method]) => method !== 'GET'))
      expect([path, (await send(people.facilitator, method, path, body, { origin: foreign })).status()]).toEqual([
        path,
        403,
      ])
    for (const path of [
      '/boards?/create',
      '/boards?/import',
      '/boards?/account',
      '/logout',
      '/language',
      '/login',
      '/?/demo',
    ])
      expect([path, (await form(people.facilitator, path, { title: 'x' }, { origin: foreign })).status()]).toEqual([
        path,
        403,
      ])
  }
  expect(await state()).toEqual(before)
})

test('what is not JSON, or not what is asked for, is refused with a sentence', async () => {
  const before = await state()
  for (const path of [`/b/${board}/versions`, `/b/${board}/invitations`, `/b/${board}/settings`]) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])
      expect((await send(people.facilitator, 'POST', path, { label: 'x' }, { 'content-type': type })).status()).toBe(
        415,
      )
    for (const body of [
      {},
      [],
      'label',
      { label: ' ' },
      { label: 'x'.repeat(201) },
      { label: 3, role: 'facilitator' },
    ]) {
      const response = await send(people.facilitator, 'POST', path, body)
      expect([path, body, response.status()]).toEqual([path, body, 400])
      await words(response)
    }
  }
  expect((await send(people.facilitator, 'POST', `/b/${board}/versions/${UNKNOWN}/restore`)).status()).toBe(404)
  expect((await send(people.facilitator, 'DELETE', `/b/${board}/invitations/${UNKNOWN}`)).status()).toBe(404)
  expect((await send(people.facilitator, 'GET', `/b/${board}/referentiel.json?version=${UNKNOWN}`)).status()).toBe(404)
  expect(await state()).toEqual(before)
})

test('working notes leave with facilitators only, and only when they ask', async () => {
  const powers = async (who: Who, path: string) => {
    const text = await (await send(people[who], 'GET', `/b/${board}/referentiel.json${path}`)).text()
    return (JSON.parse(text) as { stakeholders: { influence?: unknown; power?: unknown }[] }).stakeholders.filter(
      ({ influence, power }) => (influence ?? power ?? null) !== null,
    ).length
  }
  for (const who of EVERYONE)
    for (const path of ['', '?sensitive=1', `?version=${version}`, `?sensitive=1&version=${version}`])
      if (who === 'facilitator' && path.includes('sensitive')) expect(await powers(who, path)).toBeGreaterThan(0)
      else expect([who, path, await powers(who, path)]).toEqual([who, path, 0])
})

test('pages lead strangers to sign in, and tell others nothing', async ({ browser }) => {
  const pages = [`/b/${board}`, `/b/${board}/versions/${version}`]
  // A board is painted in the browser: its page is a frame, and this is what fills it.
  const data = async (who: Who, path: string) =>
    words(await people[who].get(`${origin}${path}/__data.json`, { headers: { 'accept-language': 'fr' } }))
  for (const path of pages) {
    expect(await data('stranger', path)).toContain(`/login?next=${encodeURIComponent(path)}`)
    expect(await data('other', path)).toMatch(/n’existe pas, ou vous n’y avez pas accès.*"status":404/)
  }
  expect(await data('facilitator', `/b/${UNKNOWN}`)).toMatch(/"status":404/)
  expect(await data('observer', pages[0]!)).toContain('Boucles Vives')
  const list = await people.stranger.get(`${origin}/boards`, { maxRedirects: 0, headers: PAGE })
  expect([list.status(), list.headers().location]).toEqual([303, '/login?next=%2Fboards'])
  const page = await browserOf(browser)
  await page.goto(`/b/${board}`)
  await expect(page).toHaveURL(/\/login\?next=/)
  await expect(page.getByText('Connectez-vous pour ouvrir cette page')).toBeVisible()
  await page.context().close()
})

test('a browser that keeps no cookie is told so once it has come in, and is not sent to the login', async () => {
  const cookieless = () => request.newContext({ baseURL: ORIGIN, extraHTTPHeaders: { ...PAGE, origin: ORIGIN } })
  const form = { email: FACILITATOR.email, password: FACILITATOR.password }
  for (const [path, sent] of [
    ['/?/demo', {}],
    ['/login?next=%2Fboards', form],
  ] as const) {
    const entered = await (await cookieless()).post(path, { form: sent, maxRedirects: 0 })
    expect(entered.status()).toBe(303)
    const { location } = entered.headers()
    const page = await (await cookieless()).get(location!, { maxRedirects: 0 })
    expect([page.status(), (await page.text()).includes('refuse les cookies')]).toEqual([403, true])
  }
})

test('a code that leads nowhere is read out, and the focus is in its box, each time', async ({ browser }) => {
  const page = await browserOf(browser)
  await page.goto('/join')
  const box = page.getByRole('textbox')
  for (const code of ['ABCDEF', 'ABCDEF', 'ABC']) {
    await box.fill(code)
    await page.getByRole('button', { name: /Rejoindre/ }).click()
    await expect(page.getByRole('alert')).toContainText('Ce code n’existe pas')
    await expect(box).toBeFocused()
    await expect(box).toHaveAccessibleDescription(/Ce code n’existe pas/)
  }
})

test('guests make no boards and no accounts', async () => {
  for (const action of ['create', 'import', 'account']) {
    expect((await form(people.participant, `/boards?/${action}`, { title: 'x' })).status()).toBe(403)
    expect((await form(people.stranger, `/boards?/${action}`, { title: 'x' })).status()).toBe(303)
  }
})

test('a file that is not a référentiel is refused with its reasons and leaves nothing behind', async () => {
  const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as Record<string, Record<string, unknown>[]>
  const but = (changes: object) => JSON.stringify({ ...example, title, ...changes })
  const [first, second] = example.territories as [Record<string, unknown>, Record<string, unknown>]
  const title = 'Ne doit pas entrer'
  for (const [name, content, status, sentence] of [
    ['vide.json', '', 400, /Choisissez d’abord un fichier/],
    ['image.json', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 400, /n’est pas du JSON lisible/],
    ['trop.json', but({ title: 'x'.repeat(5 << 20) }), 413, /dépasse 5 Mo/],
    ['bien-trop.json', 'x'.repeat(9 << 20), 413, /5 Mo|trop grand/],
    ['autre.json', '{"format":"autre"}', 400, /n’est pas un référentiel/],
    ['demain.json', but({ formatVersion: '2.0.0' }), 400, /plus récente que celles/],
    ['deux.json', but({ effects: [example.effects![0], example.effects![0]] }), 400, /est utilisé deux fois/],
    [
      'boucle.json',
      but({
        territories: [
          { ...first, parentId: second.id },
          { ...second, parentId: first.id },
        ],
      }),
      400,
      /fait partie de lui-même/,
    ],
    ['type.json', but({ effects: 'aucun' }), 400, /Attendu : une liste/],
    ['profond.json', '['.repeat(90) + ']'.repeat(90), 400, /emboîte|n’est pas un référentiel/],
  ] as const) {
    const response = await upload(people.facilitator, name, content)
    expect([name, response.status()]).toEqual([name, status])
    expect(await words(response), name).toMatch(sentence)
  }
  expect(await isListed(title)).toBe(false)
})

test('keys that would reach the server’s own objects do not come in, and the rest does', async () => {
  const text = readFileSync(EXAMPLE, 'utf8').replace(
    '{',
    '{"__proto__":{"piraté":true},"constructor":{"prototype":{"piraté":true}},',
  )
  const response = await upload(people.facilitator, 'proto.json', text)
  expect(response.status()).toBe(303)
  const document = await (
    await send(people.facilitator, 'GET', `${response.headers().location}/referentiel.json`)
  ).text()
  expect(document).not.toMatch(/__proto__|piraté/)
  expect((JSON.parse(document) as { effects: unknown[] }).effects).toHaveLength(16)
})

test('an invitation that is over says since when, and whom to ask', async () => {
  const make = (expiresAt: number | null) =>
    json<Invitation>(send(people.facilitator, 'POST', `/b/${board}/invitations`, { role: 'participant', expiresAt }))
  const [expired, revoked] = [await make(1), await make(null)]
  expect((await send(people.facilitator, 'DELETE', `/b/${board}/invitations/${revoked.id}`)).status()).toBe(204)
  for (const { token } of [expired, revoked]) {
    const page = await people.stranger.get(`${origin}/join/${token}`, { headers: PAGE })
    expect(await words(page)).toMatch(
      /Cette invitation est terminée depuis le \d.*20\d\d\. Demandez le nouveau lien à Lucie Morel\./,
    )
    const late = await form(people.stranger, `/join/${token}?/enter`, { name: 'Karim', structure: 'CC du Bassin' })
    expect(late.status()).toBe(410)
    expect(await words(late)).toMatch(/Cette invitation est terminée/)
  }
  const get = async (path: string) => words(await people.stranger.get(`${origin}${path}`, { headers: PAGE }))
  expect(await get(`/join/${UNKNOWN}`)).toMatch(/Ce lien d’invitation n’existe pas/)
  expect(await get('/join?code=ZZZZZZ')).toMatch(/Ce code n’existe pas\. Vérifiez les six lettres/)
})

test('a revoked invitation ends what it gave', async () => {
  const who = await guest()
  const made = await json<Invitation>(
    send(people.facilitator, 'POST', `/b/${board}/invitations`, { role: 'participant', expiresAt: null }),
  )
  await form(who, `/join/${made.token}?/enter`, { name: 'Karim', structure: 'CC du Bassin' })
  expect((await send(who, 'GET', `/b/${board}/people`)).status()).toBe(200)
  await send(people.facilitator, 'DELETE', `/b/${board}/invitations/${made.id}`)
  expect((await send(who, 'GET', `/b/${board}/people`)).status()).toBe(404)
})

test('a wrong password says the same as an unknown address, and tries are limited', async () => {
  const who = await guest()
  const tryIn = (email: string) => form(who, '/login', { email, password: 'pas le bon mot de passe' })
  const sentence = /L’adresse ou le mot de passe ne correspond pas/
  for (const email of [FACILITATOR.email, 'personne@exemple.fr']) {
    const response = await tryIn(email)
    expect([email, response.status()]).toEqual([email, 400])
    const text = await words(response)
    expect(text).toMatch(sentence)
    expect(text).not.toContain('pas le bon mot de passe')
  }
  for (let tries = 1; tries < 5; tries++) expect((await tryIn('personne@exemple.fr')).status()).toBe(400)
  const last = await tryIn('personne@exemple.fr')
  expect(last.status()).toBe(429)
  expect(await words(last)).toMatch(/Trop d’essais\. Réessayez dans \d+ min/)
})

async function facilitating(browser: Browser, title: string): Promise<{ page: Page; id: string }> {
  const page = await browserOf(browser)
  // A session of one's own: it will be ended.
  await signInByHand(page)
  return { page, id: await createBoard(page, title) }
}

test('a session that ends elsewhere closes the board with a way back, and what was written meanwhile is kept', async ({
  browser,
}) => {
  const { page, id } = await facilitating(browser, 'Session terminée')
  await goOffline(page)
  await quickAdd(page, 'Écrit sans connexion')
  expect((await form(page.context().request, '/logout', {})).status()).toBe(303)
  await page.context().setOffline(false)
  const closed = page.getByRole('dialog')
  await expect(closed).toContainText('Votre session est terminée', { timeout: 30_000 })
  await expect(closed.getByRole('button', { name: 'Télécharger ma copie' })).toBeVisible()
  await closed.getByRole('button', { name: 'Recharger' }).click()
  await expect(page).toHaveURL(/\/login\?next=/)
  await page.getByLabel('Adresse e-mail').fill(FACILITATOR.email)
  await page.getByLabel('Mot de passe').fill(FACILITATOR.password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  expect(await boardOf(page)).toBe(id)
  await expect(page.locator('.tray li')).toHaveText([/Écrit sans connexion/])
})

test('two tabs of one person show the same, and one person', async ({ browser }) => {
  const { page, id } = await facilitating(browser, 'Deux onglets')
  const second = await page.context().newPage()
  await second.goto(`/b/${id}`)
  await boardOf(second)
  await quickAdd(page, 'Du premier onglet')
  await quickAdd(second, 'Du second onglet')
  for (const each of [page, second]) {
    await expect(each.locator('.tray li')).toHaveCount(2)
    await expect(each.locator('.people .face')).toHaveCount(1)
    await saved(each)
  }
  // Undo is a tab's own, too.
  await page.getByRole('button', { name: 'Annuler mon geste' }).click()
  await tab(second, 'Liste')
  await expect(second.locator('section[aria-labelledby="list-stakeholder"] h3')).toHaveText(['Du second onglet'])
})
