/** What scrolls has to be reached by keyboard. */
export const scrollable = { tabIndex: 0 };
