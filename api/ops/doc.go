// Package ops serves our own API below /api/v1: the region and its units, who
// answers for an incident, incidents, patrol plans, routes.
//
// Every endpoint stands once in the list of endpoints.go, with its parameters,
// its body, its answers and its handler. From that list come both the routes and
// the OpenAPI 3.1 document at /api/openapi.json, so that what is described is
// what is served; a test holds every answer against the document.
//
// A handler parses, calls one thing and renders. Bodies are read by api/wire, not
// by the framework, so that every fault has its sentence in both languages and
// its JSON pointer, and all faults of a request come together. Parameters that
// are not described are refused (400), bodies that cannot be taken too (422).
//
// What is read carries an ETag of its content; If-None-Match is answered by 304.
// Leads want a person: a bearer token or, in an illustration that is served to its own
// machine alone, a name in X-Xunhu-Person. What a person may do, api/dispatch decides from
// unit, role and territory; who is of the house reads all leads (R45), others those in
// which they have a part, and what they may not see does not exist for them (404). A
// change of a lead wants the ETag that was read in If-Match (428 without, 412 by whom if
// somebody was faster) and takes an Idempotency-Key. Who told of an incident lies apart:
// each reading is taken down, and no record, letter or notice takes the name.
//
// Regions, units, decisions, routes and plans ask for no person, and plans take no
// Idempotency-Key: a second POST makes a second plan.
package ops
