/** An editor for tests, on a real board: nobody is asked, nothing is said, unless the test listens. */
import type { Board } from '#lib/board/board.ts'
import { Editor } from './editor.ts'
import type { EditorOptions } from './options.ts'

const WORDS: EditorOptions['words'] = {
  kind: String,
  zone: (zone) => ({ title: zone, hint: '' }),
  ring: String,
  stakeholderKind: String,
  polarity: String,
  indicators: String,
  column: (title) => ({ title, span: '', prompt: '' }),
  structure: () => '',
  untitled: '…',
  corners: ['', '', '', ''],
  interest: '',
  influence: '',
  arrow: (kind, from, to) => `${from} ${kind} ${to}`,
}

export const editorOn = (board: Board, own: Partial<EditorOptions> = {}): Editor =>
  new Editor({
    board,
    words: WORDS,
    me: () => 'me',
    mayWrite: () => true,
    newId: () => 'new',
    now: () => 1_000,
    say: () => {},
    ask: () => {},
    confirmRemoval: () => Promise.resolve(true),
    isToLookAt: () => false,
    opensBeside: () => true,
    ...own,
  })
