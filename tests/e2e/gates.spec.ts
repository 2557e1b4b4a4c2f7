/** What stands in front of every action: where it comes from, what it brings, whether it can be kept; and who may be taken off a board. */
import { spawn, execFileSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { request as ask } from 'node:http'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { deflateSync } from 'node:zlib'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { signIn as signInByHand } from './byHand.ts'
import {
  boardOf,
  browserOf,
  cookieOf,
  createBoard,
  invite,
  join,
  ORIGIN,
  quickAdd,
  saved,
  signIn,
  test,
  two,
} from './people.ts'

type Raw = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string | Buffer }

/** As no browser asks: nothing is added to what is given. */
function raw(url: string, { method = 'POST', headers = {}, body }: Raw): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = ask(url, { method, headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode!, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const uint32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255])
const chunk = (type: string, data: Buffer) => Buffer.concat([uint32(data.length), Buffer.from(type), data, uint32(0)])
const png = (width: number, height: number, pixels: Buffer) =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([1, 0, 0, 0, 0])])),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])

const PEOPLE = /\d personnes? ici/
const SENTENCE = /Le serveur ne peut pas enregistrer pour le moment\./
const isSignedIn = async (page: Page) =>
  (await page.request.get('/boards', { maxRedirects: 0, headers: { accept: 'text/html' } })).status() === 200

test('a page on another port signs nobody out, with or without a content type', async ({ browser }) => {
  const page = await browserOf(browser)
  await signIn(page)
  const cookie = await cookieOf(page.context())
  for (const origin of ['http://localhost:4198', 'null', undefined])
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/json', undefined])
      for (const path of ['/logout', '/language', '/boards?/create', '/?/demo']) {
        const headers = { cookie, ...(origin ? { origin } : {}), ...(type ? { 'content-type': type } : {}) }
        expect([path, type, (await raw(`${ORIGIN}${path}`, { headers, body: 'title=x' })).status]).toEqual([
          path,
          type,
          403,
        ])
      }
  expect(await isSignedIn(page)).toBe(true)
})

test('what is no form, and a field that no object can hold, are refused and no fault of the server', async ({
  browser,
}) => {
  const page = await browserOf(browser)
  await signIn(page)
  const cookie = await cookieOf(page.context())
  const send = async (path: string, body: string, type?: string) =>
    (
      await raw(`${ORIGIN}${path}`, {
        headers: { cookie, origin: ORIGIN, ...(type ? { 'content-type': type } : {}) },
        body,
      })
    ).status
  for (const path of ['/language', '/boards?/create', '/boards?/account', '/boards?/import', '/login', '/?/demo']) {
    for (const type of [undefined, 'application/json', 'text/html'])
      expect([path, type, [400, 415].includes(await send(path, 'x', type))]).toEqual([path, type, true])
    // One reads no form, the other answers for the file itself.
    if (path === '/?/demo' || path === '/boards?/import') continue
    expect([path, await send(path, 'x', 'multipart/form-data; boundary=none')]).toEqual([path, 400])
    const proto = '__proto__=x&title=&email=x&password=x'
    expect([path, await send(path, proto, 'application/x-www-form-urlencoded')]).toEqual([path, 400])
  }
})

test('signing in ends the guest’s session that it replaces', async ({ browser }) => {
  const page = await browserOf(browser)
  await page.goto('/')
  await page.getByRole('button', { name: 'Essayer la démonstration' }).click()
  const board = await boardOf(page)
  const guest = await cookieOf(page.context())
  const asGuest = () =>
    raw(`${ORIGIN}/b/${board}/people`, { method: 'GET', headers: { cookie: guest, accept: 'application/json' } })
  expect((await asGuest()).status).toBe(200)
  const second = await page.context().newPage()
  await signInByHand(second)
  expect((await asGuest()).status).toBe(401)
  await expect(page.getByRole('dialog')).toContainText('Votre session est terminée')
})

test('a photograph loses its place and stays upright; too many pixels are refused', async ({ browser }) => {
  const page = await browserOf(browser)
  await signIn(page)
  const board = await createBoard(page, 'Photographies')
  const cookie = await cookieOf(page.context())
  const put = (body: Buffer) =>
    raw(`${ORIGIN}/b/${board}/images`, {
      headers: { cookie, origin: ORIGIN, accept: 'application/json', 'content-type': 'image/png' },
      body,
    })
  // Four by two, the left half red; the camera was held sideways.
  const plain = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 20 })
    const pen = canvas.getContext('2d')!
    pen.fillStyle = 'red'
    pen.fillRect(0, 0, 20, 20)
    return canvas.toDataURL('image/jpeg').split(',')[1]!
  })
  const exif = Buffer.from(
    'Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 44.73 N',
    'latin1',
  )
  const bytes = Buffer.from(plain, 'base64')
  const told = Buffer.concat([
    bytes.subarray(0, 2),
    Buffer.from([0xff, 0xe1, 0, exif.length + 2]),
    exif,
    bytes.subarray(2),
  ])
  const { status, text } = await put(told)
  expect([status, text]).toEqual([201, expect.stringContaining('hash')])
  const path = `/b/${board}/images/${(JSON.parse(text) as { hash: string }).hash}`
  const kept = await page.request.get(path)
  expect((await kept.body()).includes('GPS')).toBe(false)
  const shown = await page.evaluate(async (source) => {
    const image = await createImageBitmap(await (await fetch(source)).blob())
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const pen = canvas.getContext('2d')!
    pen.drawImage(image, 0, 0)
    return [image.width, image.height, pen.getImageData(10, 5, 1, 1).data[0]! > 200]
  }, path)
  expect(shown).toEqual([20, 40, true])

  const large = png(20_000, 20_000, deflateSync(Buffer.alloc(50_020_000)))
  const refused = await put(large)
  expect([refused.status, refused.text]).toEqual([413, expect.stringContaining('trop de pixels')])
})

test('files say what they are and may not be taken for anything else', async () => {
  const { headers } = await fetch(`${ORIGIN}/icon.svg`)
  expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY'])
})

test('whoever leads takes one person off the board, by the keyboard: the page says so, no invitation brings them back, their cards stay', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Une personne de trop')
  await quickAdd(nadia, 'Écrit par Nadia')
  await saved(nadia)
  await expect(nadia.getByRole('button', { name: PEOPLE })).toHaveCount(0)
  const link = await invite(lucie, 'participant')
  await lucie.getByRole('button', { name: PEOPLE }).focus()
  await lucie.keyboard.press('Enter')
  const dialog = lucie.getByRole('dialog')
  const own = dialog.getByRole('listitem').filter({ hasText: 'Lucie' })
  await expect(own.getByRole('button')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Retirer du tableau : Nadia' }).press('Enter')
  await expect(dialog).toContainText(
    'Retirer Nadia de ce tableau ? Son accès prend fin tout de suite ; ses fiches restent.',
  )
  await dialog.getByRole('button', { name: 'Garder son accès' }).press('Enter')
  await dialog.getByRole('button', { name: 'Retirer du tableau : Nadia' }).press('Enter')
  await dialog.getByRole('button', { name: 'Retirer du tableau', exact: true }).press('Enter')
  await expect(nadia.getByRole('dialog')).toContainText('Votre accès à ce tableau est terminé.')
  await expect(dialog.getByText('Nadia')).toHaveCount(0)
  await expect(lucie.locator('.tray')).toContainText('Écrit par Nadia')
  await nadia.goto(new URL(link).pathname)
  await expect(nadia.getByRole('alert')).toHaveText('L’animation a mis fin à votre accès.')
  const journal = await lucie.request.get(`${new URL(lucie.url()).pathname}/journal`)
  expect(await journal.text()).toContain('"what":"sent_away"')
})

test('the list of people stands at every size, in light and dark, and passes axe', async ({ browser }) => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [width, height] of [
      [683, 620],
      [1440, 900],
      [390, 844],
    ] as const) {
      const lucie = await browserOf(browser, { viewport: { width, height }, colorScheme })
      await signIn(lucie)
      await createBoard(lucie, 'Qui est là')
      const link = await invite(lucie, 'participant')
      for (const [name, structure] of [
        ['Nadia', 'Montfleur'],
        ['Karim', 'Communauté de communes du Bassin'],
      ] as const) {
        const guest = await browserOf(browser)
        await join(guest, link, name, structure)
        if (name === 'Karim') await guest.close()
      }
      await lucie.getByRole('button', { name: PEOPLE }).click()
      await expect(lucie.getByRole('dialog').getByText('Karim')).toBeVisible()
      const { violations } = await new AxeBuilder({ page: lucie }).setLegacyMode().analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      if (process.env.SHOTS) await lucie.screenshot({ path: `${process.env.SHOTS}/people-${width}-${colorScheme}.png` })
      await lucie.getByRole('button', { name: 'Retirer du tableau : Nadia' }).click()
      if (process.env.SHOTS) await lucie.screenshot({ path: `${process.env.SHOTS}/remove-${width}-${colorScheme}.png` })
      await lucie.context().close()
    }
})

test('on a full disk every action says that nothing can be kept now, and what was typed stays', async ({ browser }) => {
  const dataDir = smallDisk()
  test.skip(!dataDir, 'a file system of a few megabytes cannot be mounted here: it takes Linux and root')
  const { server, origin, setup } = await started(dataDir!)
  try {
    const page = await browserOf(browser)
    await page.goto(`${origin}${setup}`)
    await page.getByLabel('Prénom et nom').fill('Lucie')
    await page.getByLabel('Structure').fill('Agence')
    await page.getByLabel('Adresse e-mail').fill('lucie@exemple.fr')
    await page.getByLabel('Mot de passe').fill('un mot de passe assez long')
    await page.getByRole('button', { name: 'Créer le compte' }).click()
    await page.getByLabel('Titre du tableau').fill('Avant')
    await page.getByRole('button', { name: 'Créer le tableau' }).click()
    const board = await boardOf(page)
    const made = await page.request.post(`${origin}/b/${board}/invitations`, {
      data: { role: 'participant', expiresAt: null },
      headers: { origin, accept: 'application/json' },
    })
    const { token } = (await made.json()) as { token: string }
    const cookie = await cookieOf(page.context())
    const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
      raw(`${origin}${path}`, { headers: { cookie, origin, ...headers }, body })
    fill(dataDir!)
    // The file and its log have some room of their own: larger pictures first, until not even a small one is taken.
    const PICTURE = { 'content-type': 'image/png', accept: 'application/json' }
    for (const size of [1_900_000, 400_000, 60_000, 9_000, 1_000]) {
      let answer = { status: 201, text: '' }
      for (let n = 0; answer.status === 201 && n < 200; n++)
        answer = await post(`/b/${board}/images`, png(8, 8, randomBytes(size)), PICTURE)
      expect([answer.status, answer.text.replaceAll('\u00a0', ' ')]).toEqual([503, expect.stringMatching(SENTENCE)])
    }
    await expect.poll(async () => (await page.request.get(`${origin}/health`)).status()).toBe(503)

    const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
    const JSON_SENT = { 'content-type': 'application/json', accept: 'application/json' }
    for (const [path, body, headers] of [
      [`/b/${board}/invitations`, '{"role":"participant","expiresAt":null}', JSON_SENT],
      [`/b/${board}/settings`, '{"title":"x"}', JSON_SENT],
      [`/b/${board}/versions`, '{"label":"x"}', JSON_SENT],
      [`/b/${board}/images`, png(8, 8, randomBytes(9)), PICTURE],
      ['/boards?/create', 'title=x', FORM],
      ['/boards?/account', 'name=x', FORM],
      [`/join/${token}?/enter`, 'name=Nadia&structure=Montfleur', FORM],
      ['/login', 'email=lucie@exemple.fr&password=x', FORM],
      ['/?/demo', '', FORM],
      ['/logout', '', FORM],
    ] as const) {
      const { status, text } = await post(path, body, headers)
      expect([path, status, text.replaceAll('\u00a0', ' ')]).toEqual([path, 503, expect.stringMatching(SENTENCE)])
    }
    await page.goto(`${origin}/boards`)
    await page.getByLabel('Titre du tableau').fill('Pendant')
    await page.getByRole('button', { name: 'Créer le tableau' }).click()
    await expect(page.getByRole('alert')).toContainText(SENTENCE)
    await expect(page.getByLabel('Titre du tableau')).toHaveValue('Pendant')
  } finally {
    server.kill('SIGKILL')
    execFileSync('umount', ['-l', dataDir!], { stdio: 'ignore' })
  }
})

/** Null: this machine does not let us. */
function smallDisk(): string | null {
  const folder = mkdtempSync(joinPath(tmpdir(), 'canevas-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${24 << 20}`, 'canevas-test', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
}

function fill(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  writeFileSync(joinPath(folder, 'ballast'), Buffer.alloc(bavail * bsize, 1))
}

async function started(dataDir: string): Promise<{ server: ChildProcess; origin: string; setup: string }> {
  const port = 4195
  const server = spawn(process.execPath, ['server/start.js'], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const setup = await new Promise<string>((resolve) => {
    let printed = ''
    server.stdout!.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const link = /\/setup\/[\w-]+/.exec(printed)?.[0]
      if (link) resolve(link)
    })
  })
  return { server, origin: `http://localhost:${port}`, setup }
}
