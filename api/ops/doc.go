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
// It knows no rights, no If-Match and no Idempotency-Key: a second POST makes a
// second incident unless it brings its id, which is refused as taken (409).
package ops
