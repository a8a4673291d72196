// Package server puts the parts of the service on one port: our own API, OGC API
// Features, tiles and style, the web app; every one of them also below
// /r/{region}.
//
// Around them stand, from the outside: recovery from panics, the access log, the
// headers that keep a browser from running anything but our own files, requests
// from other sites (what everybody may read they may read, writing is refused), compression, and
// limits of time, size and of how much one address may send. Log lines are written by the
// logger that is handed in, one a request. Metrics count the same requests and are read on a
// listener of their own.
//
// A path that nothing answers gets the web app if a browser asks for a page, else
// a problem document. Files of the web app whose names carry their digest
// (/assets/…) may be kept for a year, everything else is asked for again each
// time and answered by its ETag.
//
// It knows no users. Certificates are handed in.
package server
