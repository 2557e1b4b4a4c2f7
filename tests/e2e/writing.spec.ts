/** What is written and pasted lands where it was meant to, whole, and of the kind of its place. */
import { expect, type Page } from '@playwright/test'
import { paste, quickAdd, saved, tab, test, two } from './people.ts'

const box = (page: Page) => page.locator('form.quick textarea')
const row = (page: Page, name: string) =>
  page.locator('li[data-id]').filter({ has: page.getByRole('button', { name, exact: true }) })

test('rows of a spreadsheet are sorted into columns in every view, and keep the zone and the people they are pasted under', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Coller')
  const dialog = lucie.getByRole('dialog')
  const write = () => dialog.getByRole('button', { name: /^Ajouter/ }).click()

  await tab(lucie, 'Arbre des effets')
  await lucie.getByLabel('Type de fiche').selectOption('Effet négatif')
  await lucie.locator('form.quick').getByLabel('Pour qui ?').fill('Riverains')
  await box(lucie).focus()
  await paste(lucie, 'Effet\tTerme\nle bruit gêne\tcourt terme\nle prix monte\t\n')
  await write()
  await expect(lucie.locator('.tray li')).toHaveCount(0)

  // On the canvas itself.
  await tab(lucie, 'Parties prenantes')
  await lucie.locator('[data-canvas]').focus()
  await paste(lucie, 'Nom\tInfluence\tIntérêt\nMairie\tforte\tassez fort\n')
  await write()

  await tab(lucie, 'Référentiel')
  await lucie.getByLabel('Nouvelle question', { exact: true }).focus()
  await paste(lucie, 'Question\tContexte\nEn quoi le bruit change-t-il ?\tx\n')
  await expect(dialog.getByLabel('Type de fiche')).toHaveValue('question')
  await write()
  await expect(lucie.getByRole('article', { name: 'En quoi le bruit change-t-il ?' })).toBeVisible()

  await tab(nadia, 'Liste')
  for (const name of ['le bruit gêne', 'le prix monte']) {
    await expect(row(nadia, name)).toContainText('Négatif')
    await expect(row(nadia, name)).toContainText('Riverains')
  }
  await expect(row(nadia, 'Mairie')).toContainText(/forte.*assez fort/s)
})

test('a long list loses no line, and what is half written stays with its view', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Longue liste')
  const lines = Array.from({ length: 1_030 }, (_, i) => `- Structure ${i}`)
  await box(lucie).fill(lines.join('\n'), { timeout: 60_000 })
  await box(lucie).press('Enter')
  await expect(box(lucie)).toHaveValue(/^Structure 1000\n[^]*Structure 1029$/)
  await expect(lucie.getByText(/30 lignes restent/).first()).toBeVisible()
  await box(lucie).press('Enter')
  await expect(box(lucie)).toHaveValue('')
  await saved(lucie)
  await expect(nadia.locator('.tray')).toContainText('1030')

  await box(lucie).fill('à moitié')
  await tab(lucie, 'Idées')
  await expect(box(lucie)).toHaveValue('')
  await tab(lucie, 'Liste')
  await tab(lucie, 'Parties prenantes')
  await expect(box(lucie)).toHaveValue('à moitié')
  await box(lucie).press('Control+f')
  await expect(lucie.getByRole('search', { name: 'Chercher sur le tableau' })).toBeVisible()
  await expect(lucie.getByRole('searchbox', { name: 'Chercher sur le tableau' })).toBeFocused()
})

test('in «Idées» the box follows the zone that somebody chose, and not the card that it has just made', async ({
  browser,
}) => {
  const { lucie } = await two(browser, 'Zones et types')
  await tab(lucie, 'Idées')
  await lucie.getByRole('toolbar', { name: 'Outils' }).getByRole('button', { name: 'Tracer une zone' }).click()
  const canvas = (await lucie.locator('[data-canvas]').boundingBox())!
  const at = (x: number, y: number) => [canvas.x + canvas.width * x, canvas.y + canvas.height * y] as const
  await lucie.mouse.move(...at(0.25, 0.1))
  await lucie.mouse.down()
  await lucie.mouse.move(...at(0.75, 0.8), { steps: 8 })
  await lucie.mouse.up()
  await lucie.keyboard.type('Ce qui change')
  await lucie.keyboard.press('Enter')
  await lucie.locator('aside').getByLabel('Ce que l’on y écrit').selectOption({ label: 'Effet' })

  // Nobody chose the zone: notes, outside of it, one after the other.
  await lucie.locator('[data-canvas]').focus()
  await lucie.keyboard.press('Escape')
  await expect(box(lucie)).toHaveAccessibleName('Note')
  await quickAdd(lucie, 'Première', 'Deuxième')
  await expect(box(lucie)).toHaveAccessibleName('Note')

  // The zone is chosen: effects, also where it is full.
  const makes = lucie.locator('aside').getByLabel('Ce que l’on y écrit')
  await lucie.locator('[data-canvas]').focus()
  for (let i = 0; i < 3 && !(await makes.isVisible()); i++) await lucie.keyboard.press('PageDown')
  await expect(box(lucie)).toHaveAccessibleName('Ce qui change')
  await quickAdd(lucie, ...Array.from({ length: 3 }, (_, i) => `On se parle ${i}`))
  await expect(box(lucie)).toHaveAccessibleName('Ce qui change')
  await tab(lucie, 'Liste')
  await expect(lucie.locator('li[data-id]', { hasText: 'On se parle' })).toHaveCount(3)
})
