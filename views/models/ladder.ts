import type { TaskKind } from '../../src/message/ladder.ts';
import type { Language } from '../../src/message/languages.ts';
import type { DeskPage } from './desk.ts';

/** What stands at a delivery: the part `ladder/asked`. */
export interface TasksAsked {
  /** Of the delivery. */
  readonly id: string;
  readonly tasks: readonly TaskKind[];
}

/**
 * Forms, one for each task: `POST /desk/deliveries/{id}/tasks` with `task`, `outcome`, `word`. A letter to print is at
 * `/desk/deliveries/{id}/letter`.
 */
export interface TasksPage extends DeskPage {
  /** Of the delivery. */
  readonly id: string;
  readonly message: string;
  /** Name, or else address. */
  readonly recipient: string;
  readonly phone: string | null;
  readonly reference: string;
  readonly tasks: readonly { readonly task: TaskKind; readonly since: string }[];
  /** Characters of the word at most. */
  readonly most: number;
  /** What was typed, where the form came back. */
  readonly typed: { readonly task: string; readonly outcome: string; readonly word: string };
  readonly problem: 'outcome' | 'word' | null;
}

/** A letter on paper, in the recipient's own language. Around it, for the screen alone, what to do with it. */
export interface LetterPage extends DeskPage {
  readonly id: string;
  readonly message: string;
  readonly unit: string;
  readonly recipient: string;
  readonly language: Language;
  readonly reference: string;
  readonly subject: string;
  /** Null: the message was written as HTML alone, which `/desk/messages/{message}/content` shows. */
  readonly text: string | null;
  readonly attachments: readonly string[];
  /** In the recipient's language. */
  readonly words: {
    readonly sent: string;
    readonly why: string;
    readonly reference: string;
    readonly attachments: string;
  };
}

export interface LadderPages {
  readonly 'desk-tasks': TasksPage;
  readonly 'desk-letter': LetterPage;
}
