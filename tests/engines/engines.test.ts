/** The main path of an atelier, in the engines of the browsers that people bring besides Chromium. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashPassword } from '#server/auth/password.ts'
import type { Services } from '#server/services.ts'
import { startBuilt, type BuiltServer } from '../support/builtServer.ts'
import { find, isThere, until, type Engine, type Wanted } from './engine.ts'
import { startFirefox } from './firefox.ts'
import { networkTo, type Network } from './network.ts'
import { startWebkit } from './webkit.ts'

const FACILITATOR = { email: 'lucie@exemple.fr', password: 'un mot de passe assez long' }

type Prepared = { readonly boardId: string; readonly link: string }

let server: BuiltServer<Prepared> | undefined
let network: Network | undefined
let engine: Engine | null = null

beforeEach(async () => {
  server = await startBuilt(async ({ accounts, boards, joining, now }: Services) => {
    const password = await hashPassword(FACILITATOR.password)
    const account = { name: 'Lucie', structure: 'Agence', email: FACILITATOR.email, password, admin: true }
    const { personId: by } = (await accounts.create(account, now()))!
    const { id: boardId, programmeId } = await boards.createBoard({ title: 'Boucles vives', by })
    const { token } = await joining.invite({ programmeId, boardId, role: 'participant', expiresAt: null, by })
    return { boardId, link: `/join/${token}` }
  })
  network = await networkTo(server.port)
})
afterEach(async () => {
  await engine?.close()
  engine = null
  await network?.cut()
  await server?.end()
})

test.each([
  ['Firefox', startFirefox],
  ['WebKit', startWebkit],
])(
  'in %s people join, write, place, connect, merge, keep a version and download, and reload without a network',
  async (_, start) => {
    engine = await start()
    await atelier(engine, network!, server!.prepared)
  },
  180_000,
)

async function atelier(engine: Engine, { origin, cut }: Network, prepared: Prepared): Promise<void> {
  const press = async (wanted: Wanted) => engine.press(await find(engine, wanted))
  const write = async (wanted: Wanted, text: string) => {
    await press(wanted)
    await engine.type(text)
  }
  const choose = async (wanted: Wanted, option: string) => engine.run(CHOOSE, await find(engine, wanted), option)
  const tab = (name: string) => press({ role: 'tab', name })
  const saved = () =>
    until('saved', () => engine.run('return document.querySelector("[data-save=saved], [data-save=back]") !== null'))
  const shows = (text: string) =>
    until(`«${text}»`, () => engine.run('return document.body.innerText.includes(args[0])', text))

  await engine.open(origin)
  await engine.run("document.cookie = 'langue=fr; path=/'")

  // Join.
  await engine.open(`${origin}${prepared.link}`)
  await write({ role: 'box', name: /prénom/i }, 'Nadia')
  await write({ role: 'box', name: /structure/i }, 'Montfleur')
  await press({ role: 'button', name: /^Entrer/ })
  await saved()

  // Write: Enter chains.
  await write({ role: 'box', name: 'Partie prenante' }, 'Habitantes')
  await engine.key('Enter')
  await engine.type('Commune')
  await engine.key('Enter')
  await engine.type('Habitants')
  await engine.key('Enter')
  await shows('À placer (3)')

  // Place, with the pointer and in words.
  const { x, y } = await engine.run<{ x: number; y: number }>(MIDDLE)
  await engine.run("document.querySelector('.tray li').dataset.chip = ''")
  await engine.drag('[data-chip] span', [x, y])
  await shows('À placer (2)')
  await press({ role: 'button', name: /^Placer dans… Commune/ })
  await choose({ role: 'choice', name: 'Cercles', within: 'dialog' }, '2')
  await press({ role: 'button', name: 'Placer', within: 'dialog' })
  await shows('À placer (1)')

  // Connect.
  await tab('Liste')
  await press({ role: 'button', name: 'Habitantes' })
  await press({ role: 'button', name: /^Relier à… ?: Habitantes/ })
  await write({ role: 'box', name: 'Chercher une fiche', within: 'dialog' }, 'Commune')
  await engine.key('Enter')
  await until('the arrow', () => isThere(engine, { role: 'button', name: /Habitantes.*Commune/ }))

  // Merge.
  for (const name of ['Habitantes', 'Habitants']) await press({ role: 'tick', name: `Choisir : ${name}` })
  await press({ role: 'button', name: 'Fusionner' })
  await press({ role: 'button', name: 'Fusionner', within: 'dialog' })
  await until('one card', async () => (await isThere(engine, { role: 'tick', name: 'Choisir : Habitants' })) === null)
  await saved()

  // Keep a version, as who leads the atelier: the browser changes hands.
  await engine.open(`${origin}/login`)
  await write({ role: 'box', name: /^Adresse e-mail/ }, FACILITATOR.email)
  await write({ role: 'box', name: /^Mot de passe/ }, FACILITATOR.password)
  await press({ role: 'button', name: 'Se connecter' })
  await until('signed in', () => isThere(engine, { role: 'heading', name: 'Mes tableaux' }))
  await engine.open(`${origin}/b/${prepared.boardId}`)
  await saved()
  await press({ role: 'button', name: 'Conserver une version' })
  await write({ role: 'box', name: /^Nom/, within: 'dialog' }, 'Fin')
  await press({ role: 'button', name: 'Conserver', within: 'dialog' })
  // The name was typed into the one that is proposed.
  await until('the version', () => engine.run('return /Version conservée\\s: .*Fin/.test(document.body.innerText)'))

  // Download.
  await tab('Référentiel')
  await tab('Aperçu')
  const link = await find(engine, { role: 'link', name: /^Données réutilisables/ })
  const referentiel = await engine.run<{ stakeholders: readonly { name: string }[] }>(
    'return fetch(document.querySelector(args[0]).href).then((answer) => answer.json())',
    link,
  )
  expect(referentiel.stakeholders.map(({ name }) => name).sort()).toEqual(['Commune', 'Habitantes'])

  // Without a network the board opens from the device, and goes on.
  await until('kept on this device', () => engine.run(KEPT, 'Lucie'))
  await cut()
  await until('cut', () => engine.run("return document.querySelector('[data-save=offline]') !== null"))
  await engine.reload()
  await until('opened from the device', () =>
    engine.run("return document.querySelector('[data-save=offline]') !== null"),
  )
  await tab('Liste')
  await shows('Habitantes')
}

const CHOOSE = `
  const select = document.querySelector(args[0])
  select.value = args[1]
  select.dispatchEvent(new Event('input', { bubbles: true }))
  select.dispatchEvent(new Event('change', { bubbles: true }))
`
const MIDDLE = `
  const { x, y, width, height } = document.querySelector('[data-canvas]').getBoundingClientRect()
  return { x: Math.round(x + width * 0.6), y: Math.round(y + height * 0.5) }
`
/** The page, by the service worker, as it is for who is here now; it is kept only with all its scripts. */
const KEPT = `
  if (!navigator.serviceWorker.controller) return false
  return caches
    .match(location.pathname)
    .then((page) => page?.text())
    .then((html) => html?.includes(args[0]) ?? false)
`
