/** Forms that work without JavaScript, made pleasant with it: what was typed stays, the focus goes to the first thing to mend. */
import type { SubmitFunction } from '@sveltejs/kit'
import { tick } from 'svelte'

export const enhanced: SubmitFunction = ({ submitter, cancel }) => {
  // A second press of the button would make a second board.
  if (submitter?.ariaBusy === 'true') return cancel()
  if (submitter) submitter.ariaBusy = 'true'
  return async ({ result, update, formElement }) => {
    formElement.querySelector('[data-unavailable]')?.remove()
    // It can be sent again: what was typed stays, and why stands beside it.
    if (result.type === 'error' && result.status === 503) {
      if (submitter) submitter.ariaBusy = null
      return tell(formElement, (result.error as App.Error).message)
    }
    await update({ reset: result.type === 'success' })
    if (submitter) submitter.ariaBusy = null
    await tick()
    if (result.type === 'failure' || result.type === 'success')
      formElement.querySelector<HTMLElement>('[aria-invalid="true"], .error, [role="alert"], [role="status"]')?.focus()
  }
}

function tell(form: HTMLFormElement, words: string): void {
  const line = document.createElement('p')
  Object.assign(line, { className: 'error', role: 'alert', tabIndex: -1, textContent: words })
  line.dataset.unavailable = ''
  form.append(line)
  line.focus()
}
