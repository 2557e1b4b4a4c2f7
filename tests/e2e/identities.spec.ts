/** One browser, two people: the board that is open under the first name says so at once, and nothing of it is lost. */
import { expect, type Browser } from '@playwright/test'
import { boardOf, browserOf, createBoard, invite, join, quickAdd, saved, signIn, tab, test } from './people.ts'

/** Nadia on a first board, in *Idées*; an invitation to a second one, and a facilitator who sees the first. */
async function scene(browser: Browser) {
  const [lucie, nadia] = [await browserOf(browser), await browserOf(browser)]
  await signIn(lucie)
  await createBoard(lucie, 'Deuxième tableau')
  const second = await invite(lucie, 'participant')
  await createBoard(lucie, 'Premier tableau')
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  await tab(nadia, 'Idées')
  const other = await nadia.context().newPage()
  await other.goto(second)
  return { lucie, nadia, other }
}

test('joining under another name asks first, stops the tab of the first name at once, and that tab can be taken up again', async ({
  browser,
}) => {
  const { lucie, nadia, other } = await scene(browser)
  await quickAdd(nadia, 'écrite par Nadia')
  await saved(nadia)
  const box = nadia.locator('form.quick textarea')
  await box.fill('à moitié écr')

  await other.getByText('avec un autre prénom').click()
  await other.getByLabel('Votre prénom').fill('Karim')
  await other.getByLabel('Votre collectivité').fill('Montfleur')
  await other.getByRole('button', { name: 'Entrer', exact: true }).click()
  await expect(other.getByRole('alert')).toContainText(
    'Vous participez déjà à «\u00a0Premier tableau\u00a0» comme Nadia.',
  )
  await other.getByRole('button', { name: 'Entrer comme Karim' }).click()
  await boardOf(other)

  const stopped = nadia.getByRole('dialog', { name: 'Premier tableau' })
  await expect(stopped).toContainText('sous un autre prénom. Ce tableau était ouvert pour Nadia.')
  await stopped.getByRole('button', { name: 'Redevenir Nadia' }).click()
  await expect(stopped).toBeHidden()
  await saved(nadia)
  await expect(box).toHaveValue('à moitié écr')
  await box.press('Enter')
  await saved(nadia)
  await tab(lucie, 'Liste')
  await expect(lucie.getByText('à moitié écr')).toBeVisible()
  await expect(other.getByRole('button', { name: 'Redevenir Karim' })).toBeVisible()
})

test('what was written without a network under the first name is kept, and leaves once that person is back', async ({
  browser,
}) => {
  const { lucie, nadia, other } = await scene(browser)
  // All of the page is there: nothing is missing without a network.
  await expect(nadia.getByRole('complementary', { name: 'Fiche choisie' })).toHaveAttribute('aria-busy', 'false')
  const cut = await nadia.context().newCDPSession(nadia)
  await cut.send('Network.enable')
  await cut.send('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: 0,
    uploadThroughput: 0,
  })
  await expect(nadia.locator('[data-save="offline"]')).toBeVisible()
  await quickAdd(nadia, 'écrite sans réseau')
  await other.getByText('avec un autre prénom').click()
  await other.getByLabel('Votre prénom').fill('Karim')
  await other.getByLabel('Votre collectivité').fill('Montfleur')
  await other.getByRole('button', { name: 'Entrer', exact: true }).click()
  await other.getByRole('button', { name: 'Entrer comme Karim' }).click()
  await boardOf(other)
  const stopped = nadia.getByRole('dialog', { name: 'Premier tableau' })
  await expect(stopped).toContainText('Ce qui n’est pas encore enregistré reste gardé sur cet appareil.')
  await cut.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await stopped.getByRole('button', { name: 'Redevenir Nadia' }).click()
  await saved(nadia)
  await tab(lucie, 'Liste')
  await expect(lucie.getByText('écrite sans réseau')).toBeVisible()
})
