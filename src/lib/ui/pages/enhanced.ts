/** Forms that work without JavaScript, made pleasant with it: what was typed stays, the focus goes to the first thing to mend. */
import type { SubmitFunction } from '@sveltejs/kit'
import { tick } from 'svelte'

export const enhanced: SubmitFunction = ({ submitter, cancel }) => {
  // A second press of the button would make a second board.
  if (submitter?.ariaBusy === 'true') return cancel()
  if (submitter) submitter.ariaBusy = 'true'
  return async ({ result, update, formElement }) => {
    await update({ reset: result.type === 'success' })
    if (submitter) submitter.ariaBusy = null
    await tick()
    if (result.type === 'failure' || result.type === 'success')
      formElement.querySelector<HTMLElement>('[aria-invalid="true"], .error, [role="status"]')?.focus()
  }
}
