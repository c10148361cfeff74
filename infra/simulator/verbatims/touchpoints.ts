/** What people write after one contact, by where it was and how it went. */
export const SATISFIED = {
  support: [
    'Quick, friendly, solved in one go.',
    'She saw the problem at once and fixed it while we talked.',
    'Answered within minutes. Thank you.',
    'Clear steps with pictures, exactly what I needed.',
    'You even looked for the other places where it might go wrong.',
    'Good to talk to somebody who knows the product.',
    'Solved, and I learned a shortcut on the way.',
  ],
  onboarding: [
    'The session answered every question we had collected.',
    'We were taking bookings the same afternoon.',
    'Patient, well prepared, and tailored to our practice.',
    'The checklist made it hard to do anything wrong.',
    'Importing our client list worked the first time.',
  ],
  billing: [
    'Changed to a yearly plan in two clicks.',
    'The invoice was corrected within the hour.',
    'Simple, and the credit arrived as promised.',
    'Finally invoices that my accountant does not send back.',
  ],
} as const;

export const DISSATISFIED = {
  support: [
    'I had to explain the same thing three times.',
    'The answer was a link to a page I had already read.',
    'Took four days, by then I had found a way around it.',
    'Polite, but the problem is still there.',
    'The chat closed while I was typing.',
  ],
  onboarding: [
    'Much too fast, and no recording to go back to.',
    'We spent the hour on things we do not use.',
    'Nobody had looked at what we had sent beforehand.',
    'The import left out every second phone number.',
  ],
  billing: [
    'Charged twice, and it took a week to get it back.',
    'I cannot tell from the invoice what I am paying for.',
    'Removing a seat should not need a message to support.',
    'The reminder came for an invoice that was paid.',
  ],
} as const;

export const EASY = [
  'Done in under five minutes.',
  'I did not need any help for this.',
  'Everything was where I expected it.',
  'Easier than ordering lunch.',
  'The wizard took the work off me.',
  'One page, three fields, finished.',
] as const;

export const HARD = [
  'I had to look it up and then ask anyway.',
  'Too many steps for something so small.',
  'It was not clear which of the three buttons saves.',
  'I gave up and let a colleague try.',
  'The file had to be changed by hand before it was accepted.',
  'Half an hour for a task I do every week.',
] as const;
