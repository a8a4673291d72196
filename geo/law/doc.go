// Package law holds the categories of incidents, the instruments and articles
// that govern them, and the clauses of the scheme, as dated data.
//
// A reference to law is chosen by the day of the act: the Ecological and
// Environmental Code (生态环境法典) is in force from 15 August 2026 and repealed
// ten laws, which stay the law of acts before that day. Whether the Code is the
// lighter one for an earlier act (Art. 1057) is not weighed here: officers do that.
//
// Every reference carries a mark of certainty. A reference that nobody has
// checked says so wherever it is shown; an article number that is not known is
// left empty, never guessed.
package law
