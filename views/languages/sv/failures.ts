import type { FailuresTexts } from '../en/failures.ts';

export const failures = {
  title: 'Fel',
} satisfies FailuresTexts;
