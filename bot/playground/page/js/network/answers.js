/** Answers that a visitor may start from: one of each kind that the bot tells apart. They are put into the box, to be changed. */

/** @param {{mention: string, hashtag: string}} brand what makes an answer a yes */
export const answers = (brand) => [
  { id: "yes", label: "Yes", text: `${brand.mention} Yes, gladly! ${brand.hashtag}`, hint: "With the hashtag and the mention it is a clear yes." },
  { id: "but", label: "Yes, but…", text: `${brand.mention} Yes, but only with my name beside it. ${brand.hashtag}`, hint: "A condition: a person of the team reads it." },
  { id: "question", label: "A question", text: `${brand.mention} What would you use it for, and where?`, hint: "A person of the team reads it." },
  { id: "no", label: "No", text: `${brand.mention} No, please don't use it.`, hint: "A no counts at once, also after a yes." },
];
