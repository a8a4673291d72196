// Package problem turns errors into answers of HTTP: the one table from errors
// to RFC 9457 problem documents.
//
// A handler returns its error; Handler looks it up in this order: an *Error,
// which says that the asker is at fault and with what status; the sentinels of
// the store and of live; a request that was given up or took too long; a body
// that is too large. Whatever is left is a fault of ours, findings included: 500,
// with its text in the log alone, where it may name files.
//
// Every finding within an *Error becomes one entry of "errors", in the language
// of the request: ?lang, then Accept-Language, then Chinese. Its Where is a JSON
// pointer into the body ("/properties/severity") or, with a question mark, a
// parameter ("?bbox"). Params reads parameters and gathers their faults so.
package problem
