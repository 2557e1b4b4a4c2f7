/**
 * How much people write, in one place: what comes in by a door (an import, a copy, a form, a command) and exceeds it is refused and told, never cut.
 * Reading a board knows no limit of these: what is stored is shown, whoever wrote it and however it grew.
 */
export const LIMITS = {
  /** Titles and names of the dossier: of the document, its programme, an atelier; UTF-16 units, as all lengths here. */
  title: 200,
  /** The name of a ring, of a person, of a person's structure. */
  ring: 80,
  person: 80,
  structure: 120,
  /** The name of a card that is made where another one refers to it. */
  name: 400,
  /** A short field: a unit, a source, a profile. */
  line: 2_000,
  /** A code of a list of codes. */
  code: 64,
  /** What one person writes in a text. */
  text: 20_000,
  /** What a text holds once several people filled it at the same time: a board's copy brings it back. */
  stored: 200_000,
  /** Items of a list, and the length of one. */
  items: 200,
  item: 1_000,
  /** Cards that one card names in one field. */
  members: 5_000,
  workshops: 60,
  /** Bytes of a board's copy with all its pictures (60 MB on a board, a third more as text), and of whatever else is sent. */
  copyBytes: 96 * 1024 * 1024,
  bodyBytes: 8 * 1024 * 1024,
  /** Cards and arrows of a board, unless who runs the server says otherwise. */
  records: 20_000,
} as const

/** Bytes of a référentiel that is imported. */
export const LARGEST_IMPORT = 5 * 1024 * 1024
