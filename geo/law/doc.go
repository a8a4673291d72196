// Package law holds the categories of incidents, the instruments and articles
// that govern them, and the clauses of the scheme, as dated data.
//
// A reference to law is chosen by the day of the act: the Ecological and
// Environmental Code (生态环境法典) is in force from 15 August 2026 and repealed
// ten laws, which stay the law of acts before that day. Where a later law may be
// the lighter one for an earlier act (Code Art. 1057), Choose shows both; which of them
// is lighter is not weighed here: officers do that.
//
// Time limits are dated data as well, each with the type of its clock. Clocks count by
// the calendar of China: the first day is not counted (民法典 Art. 201), 2, 3, 5 and 7
// days of the 行政处罚法 are working days (Art. 85) and all longer ones calendar days, a
// period that ends on a day off is shown both as it is and as moved to the next working
// day, and the earlier of the two is warned of. Working days follow the yearly notices
// of the State Council; for a year whose notice is not held there is no answer.
//
// Every reference carries a mark of certainty. A reference that nobody has
// checked says so wherever it is shown; an article number that is not known is
// left empty, never guessed.
package law
