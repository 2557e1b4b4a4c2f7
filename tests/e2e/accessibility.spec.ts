/** Every page and state passes axe, in light and dark, in French and English, at the three sizes. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { boardOf, browserOf, quickAdd, tab, test } from './people.ts'

test.describe.configure({ mode: 'parallel', timeout: 240_000 })

/** In the dark only colours differ. */
async function check(page: Page, what: string, dark: boolean): Promise<void> {
  // The canvas is one application with a text equal, «Liste»; everything else is checked.
  // Our pages have no frames: axe need not open a page of its own to gather them.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (
    dark
      ? builder.withRules(['color-contrast'])
      : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
  ).analyze()
  const said = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n      ')}`,
  )
  expect(said, what).toEqual([])
}

const SIZES = [
  { width: 1440, height: 900 },
  { width: 683, height: 620 },
  { width: 390, height: 844 },
]

// Sizes change what is on screen, the theme only its colours.
for (const { colorScheme, dark, sizes } of [
  { colorScheme: 'light', dark: false, sizes: SIZES },
  { colorScheme: 'dark', dark: true, sizes: SIZES.slice(0, 1) },
] as const) {
  test(`pages without an account, ${colorScheme}`, async ({ browser }) => {
    for (const viewport of sizes) {
      const page = await browserOf(browser, {
        viewport,
        colorScheme,
        locale: dark ? 'en-GB' : 'fr-FR',
      })
      for (const path of ['/', '/login', '/join', '/join/unknown', '/accessibility', '/privacy', '/help', '/nowhere']) {
        await page.goto(path)
        await check(page, `${path} ${viewport.width}`, dark)
      }
    }
  })

  for (const viewport of sizes)
    test(`every view of a board, ${colorScheme}, ${viewport.width} px`, async ({ browser }) => {
      const page = await browserOf(browser, { viewport, colorScheme })
      await page.goto('/')
      await page.getByRole('button', { name: 'Essayer la démonstration' }).click()
      await boardOf(page)
      for (const view of ['Mission', 'Parties prenantes', 'Arbre des effets', 'Référentiel', 'Idées', 'Liste']) {
        await tab(page, view)
        // Asked about in the tray and the panel.
        if (view === 'Arbre des effets' && viewport.width > 640) await quickAdd(page, 'Organiser un forum')
        await check(page, `${view} ${viewport.width}`, dark)
        if (view === 'Parties prenantes' && viewport.width > 640) {
          await page.getByRole('button', { name: 'Cercles', exact: true }).click()
          await page.getByRole('button', { name: /^Voix absentes/ }).click()
          await check(page, `Cercles ${viewport.width}`, dark)
        }
        if (view !== 'Référentiel') continue
        await page
          .getByRole('button', { name: /^Ouvrir la fiche/ })
          .first()
          .click()
        await check(page, `Référentiel, une fiche ouverte ${viewport.width}`, dark)
        await page.keyboard.press('Escape')
        for (const part of ['Grille', 'Preuves', 'Aperçu']) {
          await tab(page, part)
          await check(page, `${part} ${viewport.width}`, dark)
        }
      }
      await page.locator('[data-row]').first().click()
      await check(page, `Liste, une fiche ouverte ${viewport.width}`, dark)
      await page.getByRole('button', { name: 'Menu', exact: true }).click()
      await expect(page.getByRole('button', { name: 'English' })).toBeVisible()
      for (const name of ['Versions', 'Inviter'])
        await expect(page.getByRole('button', { name, exact: true })).toBeVisible()
      await check(page, `Menu ${viewport.width}`, dark)
      await page.keyboard.press('Escape')
      if (viewport.width > 640) {
        await tab(page, 'Arbre des effets')
        await page.locator('[data-canvas]').focus()
        await page.keyboard.press('PageDown')
        await check(page, `Arbre, une fiche choisie ${viewport.width}`, dark)
        await page.keyboard.press('Control+f')
        await page.getByRole('searchbox', { name: 'Chercher sur le tableau' }).fill('e')
        await check(page, `Chercher ${viewport.width}`, dark)
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'Menu', exact: true }).click()
        await page.getByRole('button', { name: 'Programme et ateliers' }).click()
        await page.getByRole('button', { name: /^Retirer : Cadrer/ }).click()
        await check(page, `Programme et ateliers ${viewport.width}`, dark)
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: 'Menu', exact: true }).click()
        await page.getByRole('button', { name: 'Animation de l’atelier' }).click()
        await page.getByLabel('Atelier en cours').selectOption({ index: 1 })
        await page.getByRole('button', { name: 'Commencer' }).click()
        await page.getByRole('button', { name: 'Terminer l’atelier' }).click()
        await check(page, `Animation de l’atelier ${viewport.width}`, dark)
        await page.keyboard.press('Escape')
        // Dialogs are the same at every size and take the colours of the page.
        if (viewport.width < 1440 || dark) return
        for (const [button, name] of [
          ['Relier à…', 'Relier'],
          ['Fusionner', 'Fusionner'],
          ['Corbeille', 'Corbeille'],
          ['Versions', 'Versions'],
          ['Conserver une version', 'Conserver'],
          ['Inviter', 'Inviter'],
        ] as const) {
          await page.getByRole('button', { name: button, exact: true }).first().click()
          await expect(page.getByRole('dialog')).toBeVisible()
          await check(page, `${name} ${viewport.width}`, dark)
          await page.keyboard.press('Escape')
        }
      }
    })
}
