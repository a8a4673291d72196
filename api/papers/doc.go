// Package papers makes the papers that leave the house about an incident: the
// handover (移交函, 案件移送书, 线索移交单), the notice to a neighbour (通报函,
// 协查函), the request to settle a dispute (请示), and the ledger of what was sent.
//
// A paper is data first: a pure function makes a Letter from a decision and a Case;
// Letter.PDF prints it. Nothing here reads a clock: days and times come in, and the
// same input gives the same bytes. Times are shown in Beijing time.
//
// A Case has no place for whoever reported the incident (C146): its types hold the
// officers and what they found, and a test names every field. Free text can still
// say a name, so a caller who knows the reporter passes name and telephone to
// Letter.Withholds before a letter goes out.
//
// An article that nobody has checked is printed with 待核 behind it.
//
// The layout follows GB/T 9704-2012: A4, a type area of 156 × 225 mm, 22 lines of 28
// characters, the form of a letter (信函格式) for 函, that of a request upward
// (上行文) for 请示, page numbers between dashes on the outer side. Its typefaces are not
// free; ours are the nearest free TrueType ones: LXGW WenKai (OFL 1.1) for 仿宋 and 楷体,
// Droid Sans Fallback (Apache 2.0) for 黑体 and, in titles, for 小标宋, Liberation Serif
// (OFL 1.1) for Latin letters and figures. The build embeds them from Debian's
// packages (make fonts); a binary without them refuses to print and says so. A character beyond U+FFFF is refused by name:
// the PDF library maps none.
//
// The English version is the same letter, marked as a translation for information.
// No seal is drawn and nothing is signed: that is done on the paper.
package papers
